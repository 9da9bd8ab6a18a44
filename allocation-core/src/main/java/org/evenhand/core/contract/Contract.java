package org.evenhand.core.contract;

import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Limits;
import org.evenhand.core.rules.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The contract: a pure function from request and state to outcome. The chaincode runs it over a peer's state and the
 * auditor over a state rebuilt from blocks; neither adds a decision of its own.
 */
public final class Contract {
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

    private static @Nullable Transaction transaction(String function) {
        return switch (function) {
            case Functions.PROPOSE_POLICY -> Governance::proposePolicy;
            case Functions.APPROVE_POLICY -> Governance::approvePolicy;
            case Functions.DEFINE_TASK_CLASS -> Governance::defineTaskClass;
            case Functions.APPEND -> Append::append;
            case Functions.UPDATE_WRITER -> UpdateWriter::updateWriter;
            case Functions.DECIDE_ROUND -> DecideRound::decideRound;
            default -> null;
        };
    }

    private static @Nullable Query query(String function) {
        return switch (function) {
            case Functions.GET_POOL -> Queries::getPool;
            case Functions.GET_TASK_CLASS -> Queries::getTaskClass;
            case Functions.LIST_CLASSES -> Queries::listClasses;
            case Functions.GET_QUEUE -> Queries::getQueue;
            case Functions.GET_NODE -> Queries::getNode;
            case Functions.LIST_NODES -> Queries::listNodes;
            case Functions.GET_STREAM -> Queries::getStream;
            case Functions.GET_ENTRY -> Queries::getEntry;
            case Functions.GET_SUBMISSION -> Queries::getSubmission;
            case Functions.LOCATE_TASK -> Queries::locateTask;
            case Functions.GET_HEAD -> Queries::getHead;
            case Functions.GET_ROUND -> Queries::getRound;
            default -> null;
        };
    }

    /** Whether there is such a function. */
    public static boolean hasFunction(String function) {
        return transaction(function) != null || query(function) != null;
    }

    /** Whether a function only reads. */
    public static boolean isQuery(String function) {
        return query(function) != null;
    }

    /**
     * How far a transaction's time may be ahead of its endorser's clock, in milliseconds. A round's time opens turns
     * and declares nodes silent, so it may be ahead by less.
     */
    public static long aheadMaxMillis(String function) {
        return function.equals(Functions.DECIDE_ROUND) ? Limits.ROUND_AHEAD_MAX_MILLIS : Limits.SKEW_MAX_MILLIS;
    }

    /** Runs a function that writes. Never throws on bad input: that is refused. */
    public static Outcome submit(Request request, TransactionContext context, StateReader state) {
        @Nullable Transaction transaction = transaction(request.function());
        if (transaction == null) {
            return unknown(request);
        }
        if (context.timeMillis() < 0 || context.timeMillis() > Limits.TIME_MAX_MILLIS) {
            return new Outcome.Refused(new Refusal(
                    RefusalCode.CLOCK_SKEW,
                    "expected a transaction's time within [0, " + Limits.TIME_MAX_MILLIS + "] ms since 1970, found "
                            + context.timeMillis()));
        }
        return outcome(() -> transaction.run(new Arguments(request), context, state));
    }

    /** Runs a function that only reads. Never throws on bad input: that is refused. */
    public static Outcome query(Request request, LedgerReader ledger) {
        @Nullable Query query = query(request.function());
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
