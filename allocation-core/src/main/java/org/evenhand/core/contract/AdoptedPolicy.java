package org.evenhand.core.contract;

import java.util.Optional;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.state.LedgerKeys;

/**
 * The policy in force: what lies under {@code policy/<pool>}.
 *
 * @param number the proposal that became it
 * @param policy the policy
 */
public record AdoptedPolicy(long number, Policy policy) {
    static Optional<AdoptedPolicy> find(PoolId pool, StateReader state) throws MalformedException {
        Optional<Bytes> bytes = state.get(LedgerKeys.policy(pool));
        return bytes.isEmpty() ? Optional.empty() : Optional.of(fromBytes(bytes.get()));
    }

    /** The policy of a pool. Refused if there is no such pool. */
    static AdoptedPolicy of(PoolId pool, StateReader state) throws MalformedException, RefusedException {
        Optional<AdoptedPolicy> policy = find(pool, state);
        if (policy.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_POOL, "expected a pool with an adopted policy, found " + pool);
        }
        return policy.get();
    }

    private static AdoptedPolicy fromBytes(Bytes bytes) throws MalformedException {
        return fromJson(CanonicalJson.read(bytes.toArray()));
    }

    static AdoptedPolicy fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("adopted policy", value);
        AdoptedPolicy adopted = new AdoptedPolicy(
                reader.number("number", 1, Limits.COUNT_MAX), Policy.fromJson(reader.required("policy")));
        reader.end();
        return adopted;
    }

    Json toJson() {
        return Json.object()
                .put("number", number)
                .put("policy", policy.toJson())
                .build();
    }
}
