package org.evenhand.core.contract;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.PoolId;

/**
 * The answer of {@code GetPool}.
 *
 * @param pool the pool
 * @param adopted the policy in force, none while the first one waits for approval
 * @param proposals what waits for approval, by number
 */
public record PoolView(PoolId pool, Optional<AdoptedPolicy> adopted, SortedMap<Long, Proposal> proposals) {
    public PoolView {
        proposals = Collections.unmodifiableSortedMap(new TreeMap<>(proposals));
    }

    public static PoolView fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("pool", CanonicalJson.read(bytes));
        PoolId pool = reader.text("pool", PoolId::new);
        Optional<AdoptedPolicy> adopted = reader.has("adopted")
                ? Optional.of(AdoptedPolicy.fromJson(reader.required("adopted")))
                : Optional.empty();
        SortedMap<Long, Proposal> proposals = reader.map(
                "proposals", Integer.MAX_VALUE, PoolView::number, value -> Proposal.fromBytes(Bytes.of(value)));
        reader.end();
        return new PoolView(pool, adopted, proposals);
    }

    /** A number in the one form in which it is written. */
    private static Long number(String text) {
        long number = Long.parseLong(text);
        if (!Long.toString(number).equals(text)) {
            throw new IllegalArgumentException("a number is written " + number + ", not '" + text + "'");
        }
        return number;
    }

    Json toJson() {
        Json.ObjectBuilder open = Json.object();
        proposals.forEach((number, proposal) -> open.put(number.toString(), proposal.toJson()));
        Json.ObjectBuilder object = Json.object().put("pool", pool.name()).putUnlessEmpty("proposals", open.build());
        adopted.ifPresent(present -> object.put("adopted", present.toJson()));
        return object.build();
    }
}
