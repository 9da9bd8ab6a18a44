package org.evenhand.core.contract;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;

/**
 * A proposed policy: what lies under {@code proposal/<pool>/<number>}.
 *
 * @param proposer the organisation that proposed it
 * @param policy what is proposed
 * @param approvals the organisations whose admins have approved it
 */
public record Proposal(MspId proposer, Policy policy, SortedSet<MspId> approvals) {
    public Proposal {
        approvals = Collections.unmodifiableSortedSet(new TreeSet<>(approvals));
    }

    Proposal approvedBy(MspId msp) {
        TreeSet<MspId> more = new TreeSet<>(approvals);
        more.add(msp);
        return new Proposal(proposer, policy, more);
    }

    /** SHA-256 of the proposed policy's canonical encoding: what an admin approves. */
    public Digest digest() {
        return Digest.of(policy.toJson());
    }

    static Proposal fromBytes(Bytes bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("proposal", CanonicalJson.read(bytes.toArray()));
        MspId proposer = MspId.fromJson("proposal.proposer", reader.required("proposer"));
        Policy policy = Policy.fromJson(reader.required("policy"));
        TreeSet<MspId> approvals = new TreeSet<>();
        for (Json approval : reader.list("approvals", Limits.MEMBERS_MAX, value -> value)) {
            approvals.add(MspId.fromJson("proposal.approvals", approval));
        }
        reader.end();
        return new Proposal(proposer, policy, approvals);
    }

    Json toJson() {
        return Json.object()
                .put("proposer", proposer.id())
                .put("policy", policy.toJson())
                .put("approvals", Json.of(approvals.stream().map(MspId::toJson).toList()))
                .build();
    }
}
