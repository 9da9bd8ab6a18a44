package org.evenhand.cli.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.evenhand.cli.output.Table;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.contract.Proposal;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;

/** A pool's policy and what is proposed, as text and as JSON. */
final class PoolReport {
    private PoolReport() {}

    static Json.Obj toJson(PoolView pool) {
        Json.ObjectBuilder object = Json.object().put("pool", pool.pool().name());
        pool.adopted().ifPresent(adopted -> object.put("number", adopted.number())
                .put("digest", Digest.of(adopted.policy().toJson()).hex())
                .put("policy", adopted.policy().toJson()));
        List<Json> proposals = new ArrayList<>();
        pool.proposals()
                .forEach((number, proposal) -> proposals.add(Json.object()
                        .put("number", number)
                        .put("proposer", proposal.proposer().id())
                        .put("digest", proposal.digest().hex())
                        .put(
                                "approvals",
                                Json.of(proposal.approvals().stream()
                                        .map(MspId::toJson)
                                        .toList()))
                        .put("policy", proposal.policy().toJson())
                        .build()));
        return object.put("proposals", Json.of(proposals)).build();
    }

    static List<String> toText(PoolView pool) {
        List<String> lines = new ArrayList<>();
        if (pool.adopted().isPresent()) {
            lines.add("policy " + pool.adopted().get().number() + " of pool " + pool.pool() + " is in force");
            Table table = Table.ofText("field", "value");
            fields(pool.adopted().get().policy()).forEach(table::row);
            lines.addAll(table.lines());
        } else {
            lines.add("pool " + pool.pool() + " has no policy in force yet");
        }
        pool.proposals().forEach((number, proposal) -> lines.addAll(toText(pool, number, proposal)));
        if (pool.proposals().isEmpty()) {
            lines.add("nothing is proposed");
        }
        return lines;
    }

    private static List<String> toText(PoolView pool, long number, Proposal proposal) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("proposal " + number + " of " + proposal.proposer() + ", approved by "
                + proposal.approvals().stream().map(MspId::id).collect(Collectors.joining(", ")));
        lines.add("digest " + proposal.digest().hex());
        lines.addAll(changes(pool, proposal));
        return lines;
    }

    /** What a proposal changes, or all that it says if there is nothing to change. */
    static List<String> changes(PoolView pool, Proposal proposal) {
        Map<String, String> before = pool.adopted().isEmpty()
                ? new TreeMap<>()
                : fields(pool.adopted().get().policy());
        Map<String, String> after = fields(proposal.policy());
        Table table = Table.ofText("field", "in force", "proposed");
        after.forEach((name, value) -> {
            String old = before.getOrDefault(name, "-");
            if (!old.equals(value)) {
                table.row(name, old, value);
            }
        });
        before.forEach((name, value) -> {
            if (!after.containsKey(name)) {
                table.row(name, value, "-");
            }
        });
        return table.lines();
    }

    private static Map<String, String> fields(Policy policy) {
        Map<String, String> fields = new TreeMap<>();
        policy.toJson().fields().forEach((name, value) -> fields.put(name, text(value)));
        return fields;
    }

    private static String text(Json value) {
        return value instanceof Json.Arr array
                ? array.items().stream().map(PoolReport::text).collect(Collectors.joining(", "))
                : value instanceof Json.Str word
                        ? word.value()
                        : Bytes.of(value).toString();
    }
}
