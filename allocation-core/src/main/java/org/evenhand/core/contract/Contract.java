package org.evenhand.core.contract;

import java.util.Map;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.rules.Trace;

/**
 * The contract: a pure function from request and state to outcome. The chaincode runs it over a peer's state and the
 * auditor over a state rebuilt from blocks; neither adds a decision of its own.
 */
public final class Contract {
    private static final Map<String, Transaction> TRANSACTIONS = Map.of(
            Functions.PROPOSE_POLICY, Governance::proposePolicy,
            Functions.APPROVE_POLICY, Governance::approvePolicy,
            Functions.DEFINE_TASK_CLASS, Governance::defineTaskClass,
            Functions.APPEND, Append::append,
            Functions.DECIDE_ROUND, DecideRound::decideRound);

    private static final Map<String, Query> QUERIES = Map.of(
            Functions.GET_POOL, Queries::getPool,
            Functions.GET_TASK_CLASS, Queries::getTaskClass,
            Functions.GET_NODE, Queries::getNode,
            Functions.LIST_NODES, Queries::listNodes,
            Functions.GET_STREAM, Queries::getStream,
            Functions.GET_SUBMISSION, Queries::getSubmission,
            Functions.LOCATE_TASK, Queries::locateTask,
            Functions.GET_HEAD, Queries::getHead,
            Functions.GET_ROUND, Queries::getRound);

    private Contract() {}

    @FunctionalInterface
    private interface Transaction {
        Outcome.Accepted run(Arguments arguments, TransactionContext context, StateReader state)
                throws RefusedException, MalformedException;
    }

    @FunctionalInterface
    private interface Query {
        Outcome.Accepted run(Arguments arguments, LedgerReader ledger) throws RefusedException, MalformedException;
    }

    /** Whether a function only reads. */
    public static boolean isQuery(String function) {
        return QUERIES.containsKey(function);
    }

    /** Runs a function that writes. Never throws on bad input: that is refused. */
    public static Outcome submit(Request request, TransactionContext context, StateReader state) {
        Transaction transaction = TRANSACTIONS.get(request.function());
        if (transaction == null) {
            return unknown(request);
        }
        return outcome(() -> transaction.run(new Arguments(request), context, state));
    }

    /** Runs a function that only reads. Never throws on bad input: that is refused. */
    public static Outcome query(Request request, LedgerReader ledger) {
        Query query = QUERIES.get(request.function());
        if (query == null) {
            return unknown(request);
        }
        return outcome(() -> query.run(new Arguments(request), ledger));
    }

    /**
     * Decides a round again and tells why.
     *
     * @param trace is told what placement and relief looked at
     */
    public static Outcome explain(Request request, TransactionContext context, StateReader state, Trace trace) {
        return outcome(() -> DecideRound.decideRound(new Arguments(request), context, state, trace));
    }

    @FunctionalInterface
    private interface Call {
        Outcome run() throws RefusedException, MalformedException;
    }

    private static Outcome outcome(Call call) {
        try {
            return call.run();
        } catch (RefusedException refused) {
            return new Outcome.Refused(refused.refusal());
        } catch (MalformedException malformed) {
            // Arguments refuse on their own account; what is malformed here was read from the ledger.
            return new Outcome.Refused(new Refusal(RefusalCode.CORRUPT_STATE, String.valueOf(malformed.getMessage())));
        }
    }

    private static Outcome unknown(Request request) {
        return new Outcome.Refused(new Refusal(
                RefusalCode.UNKNOWN_FUNCTION, "expected a function of this contract, found " + request.function()));
    }
}
