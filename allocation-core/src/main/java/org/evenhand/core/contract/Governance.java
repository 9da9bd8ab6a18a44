package org.evenhand.core.contract;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.rules.Rules;
import org.evenhand.core.state.LedgerKeys;

/**
 * Governance: policies and task classes. A pool's first policy takes effect when <em>all</em> organisations it names
 * have approved, so that none is made a member against its will; later ones when a majority of the members in force
 * has.
 */
final class Governance {
    /** A proposal's number may exceed that of the policy in force by at most this; organisations share the numbers. */
    private static final int NUMBERS_AHEAD = 16;

    private Governance() {}

    static Outcome.Accepted proposePolicy(Arguments arguments, TransactionContext context, StateReader state)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolId pool = arguments.pool(0);
        Policy policy = arguments.json(2, Limits.GOVERNANCE_BYTES_MAX, Policy::fromJson);
        Optional<AdoptedPolicy> inForce = AdoptedPolicy.find(pool, state);
        long last = inForce.map(AdoptedPolicy::number).orElse(0L);
        long number = arguments.number(1, "the proposal's number", last + 1, last + NUMBERS_AHEAD);
        requireKnownRules(policy);
        List<MspId> electorate = electorate(inForce, policy);
        requireAdmin(context.caller(), electorate);
        if (state.get(LedgerKeys.proposal(pool, number)).isPresent()) {
            throw new RefusedException(
                    RefusalCode.PROPOSAL_EXISTS, "expected a free number, found proposal " + number + " of " + pool);
        }
        MspId proposer = context.caller().msp();
        requireFewProposals(pool, proposer, last, electorate.size(), state);
        Proposal proposal = new Proposal(proposer, policy, new TreeSet<>()).approvedBy(proposer);
        return recorded(pool, number, proposal, inForce, EventNames.POLICY_PROPOSED);
    }

    /** Nobody may fill all numbers, or no other could propose any more. */
    private static void requireFewProposals(PoolId pool, MspId proposer, long last, int electors, StateReader state)
            throws RefusedException, MalformedException {
        int own = 0;
        for (long number = last + 1; number <= last + NUMBERS_AHEAD; number++) {
            Optional<Bytes> bytes = state.get(LedgerKeys.proposal(pool, number));
            if (bytes.isPresent() && Proposal.fromBytes(bytes.get()).proposer().equals(proposer)) {
                own++;
            }
        }
        int share = Math.max(1, NUMBERS_AHEAD / electors);
        if (own >= share) {
            throw new RefusedException(
                    RefusalCode.TOO_MANY_ITEMS,
                    "expected fewer than " + share + " open proposals of " + proposer + ", found " + own);
        }
    }

    static Outcome.Accepted approvePolicy(Arguments arguments, TransactionContext context, StateReader state)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolId pool = arguments.pool(0);
        long number = arguments.number(1, "the proposal's number", 1, Limits.COUNT_MAX);
        Digest digest = arguments.digest(2);
        Optional<AdoptedPolicy> inForce = AdoptedPolicy.find(pool, state);
        Optional<Bytes> bytes = state.get(LedgerKeys.proposal(pool, number));
        if (bytes.isEmpty() || number <= inForce.map(AdoptedPolicy::number).orElse(0L)) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_PROPOSAL, "expected an open proposal of " + pool + ", found number " + number);
        }
        Proposal proposal = Proposal.fromBytes(bytes.get());
        requireAdmin(context.caller(), electorate(inForce, proposal.policy()));
        if (!proposal.digest().equals(digest)) {
            throw new RefusedException(
                    RefusalCode.DIGEST_MISMATCH,
                    "expected the digest of proposal " + number + ", which is " + proposal.digest());
        }
        if (proposal.approvals().contains(context.caller().msp())) {
            throw new RefusedException(
                    RefusalCode.ALREADY_APPROVED,
                    "expected an organisation that has not approved, found "
                            + context.caller().msp());
        }
        return recorded(pool, number, proposal.approvedBy(context.caller().msp()), inForce, EventNames.POLICY_APPROVED);
    }

    private static List<MspId> electorate(Optional<AdoptedPolicy> inForce, Policy proposed) {
        return inForce.map(adopted -> adopted.policy().members()).orElse(proposed.members());
    }

    private static Outcome.Accepted recorded(
            PoolId pool, long number, Proposal proposal, Optional<AdoptedPolicy> inForce, String event) {
        List<MspId> electorate = electorate(inForce, proposal.policy());
        int needed = inForce.map(adopted -> adopted.policy().majority()).orElse(electorate.size());
        boolean adopted = electorate.stream()
                        .filter(member -> proposal.approvals().contains(member))
                        .count()
                >= needed;
        TreeMap<String, Bytes> writes = new TreeMap<>();
        writes.put(LedgerKeys.proposal(pool, number), Bytes.of(proposal.toJson()));
        if (adopted) {
            writes.put(LedgerKeys.policy(pool), Bytes.of(new AdoptedPolicy(number, proposal.policy()).toJson()));
        }
        Bytes payload = Bytes.of(Json.object()
                .put("pool", pool.name())
                .put("number", number)
                .put("digest", proposal.digest().hex())
                .put(
                        "approvals",
                        Json.of(proposal.approvals().stream().map(MspId::toJson).toList()))
                .build());
        String name = adopted ? EventNames.POLICY_ADOPTED : event;
        return new Outcome.Accepted(writes, Optional.of(new Outcome.Event(name, payload)), payload);
    }

    private static void requireKnownRules(Policy policy) throws RefusedException {
        if (Rules.of(policy.rules()).isEmpty()) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_RULES, "expected rules that this build knows, found version " + policy.rules());
        }
    }

    static Outcome.Accepted defineTaskClass(Arguments arguments, TransactionContext context, StateReader state)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolId pool = arguments.pool(0);
        TaskClass taskClass = arguments.json(1, Limits.GOVERNANCE_BYTES_MAX, TaskClass::fromJson);
        Policy policy = AdoptedPolicy.of(pool, state).policy();
        requireAdmin(context.caller(), policy.members());
        for (String resource : taskClass.demand().amounts().keySet()) {
            if (!policy.knows(resource)) {
                throw new RefusedException(
                        RefusalCode.UNKNOWN_FIELD, "expected a resource that " + pool + " knows, found " + resource);
            }
        }
        String key = LedgerKeys.taskClass(pool, taskClass.name());
        if (state.get(key).isPresent()) {
            throw new RefusedException(
                    RefusalCode.CLASS_EXISTS,
                    "expected a new name, found class " + taskClass.name() + ": a class is never changed");
        }
        TreeMap<String, Bytes> writes = new TreeMap<>();
        writes.put(key, Bytes.of(taskClass.toJson()));
        writes.put(LedgerKeys.classCount(pool, context.caller().msp()), oneMoreClass(pool, context.caller(), state));
        Bytes payload = Bytes.of(Json.object()
                .put("pool", pool.name())
                .put("class", taskClass.name().name())
                .build());
        return new Outcome.Accepted(writes, Optional.of(new Outcome.Event(EventNames.CLASS_DEFINED, payload)), payload);
    }

    /** Rounds read every class that some task has, so an organisation may define so many and no more. */
    private static Bytes oneMoreClass(PoolId pool, Caller caller, StateReader state)
            throws RefusedException, MalformedException {
        Optional<Bytes> bytes = state.get(LedgerKeys.classCount(pool, caller.msp()));
        long count = 0;
        if (bytes.isPresent()) {
            ObjectReader reader = ObjectReader.of(
                    "class count", CanonicalJson.read(bytes.get().toArray()));
            count = reader.number("count", 1, Limits.CLASSES_PER_ORGANISATION_MAX);
            reader.end();
        }
        if (count >= Limits.CLASSES_PER_ORGANISATION_MAX) {
            throw new RefusedException(
                    RefusalCode.TOO_MANY_ITEMS,
                    "expected at most " + Limits.CLASSES_PER_ORGANISATION_MAX + " classes of " + caller.msp());
        }
        return Bytes.of(Json.object().put("count", count + 1).build());
    }

    private static void requireAdmin(Caller caller, List<MspId> members) throws RefusedException {
        if (!members.contains(caller.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_A_MEMBER, "expected one of " + members + ", found " + caller.msp());
        }
        if (!caller.admin()) {
            throw new RefusedException(
                    RefusalCode.NOT_AN_ADMIN, "expected an admin of " + caller.msp() + " (by node OU)");
        }
    }
}
