package org.evenhand.node.reporting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.node.duty.ResultBatch;
import org.evenhand.node.ledger.LedgerException;

/**
 * What is known of the attempts at the entry with one number. Of all transactions that append under a number the ledger
 * takes at most one. That it has taken one does not say whose: it may be an attempt of this life of the node, or one of
 * its life before that was still on its way. Not for several threads.
 */
final class Attempts {
    /** Attempts of which nobody knows; after so many, hours apart, there is no ledger to speak of. */
    static final int UNRESOLVED_MAX = 1_000;

    private final LinkedHashMap<String, ResultBatch> unresolved = new LinkedHashMap<>();
    private boolean numberMayBeTaken;
    private int unanswered;

    /**
     * Notes that an attempt failed.
     *
     * @param told the results that it told
     */
    void failed(LedgerException failure, ResultBatch told) {
        failure.transactionId().ifPresent(id -> unresolved.put(id, told));
        numberMayBeTaken |= failure.kind() == LedgerException.Kind.UNRESOLVED
                || failure.kind() == LedgerException.Kind.CONFLICT
                || failure.isRefusal(RefusalCode.SEQUENCE_REPEATED);
    }

    /** Whether to ask where the stream stands before the next attempt. */
    boolean numberMayBeTaken() {
        return numberMayBeTaken;
    }

    /** Whether an attempt may have taken effect, so that the next one must carry what it carried. */
    boolean areUnresolved() {
        return !unresolved.isEmpty();
    }

    /** Whether nobody has said for so long what becomes of attempts that the node should end. */
    boolean areHopeless() {
        return unresolved.size() >= UNRESOLVED_MAX;
    }

    /** An attempt of which nobody knows, with the results that it told. */
    Optional<Map.Entry<String, ResultBatch>> suspect() {
        return unresolved.entrySet().stream().findFirst();
    }

    /** The attempt had no effect. */
    void acquit(String transactionId) {
        unresolved.remove(transactionId);
    }

    /** Nobody said what became of an attempt; returns how often that has happened. */
    int unanswered() {
        unanswered++;
        return unanswered;
    }

    void clear() {
        unresolved.clear();
        numberMayBeTaken = false;
        unanswered = 0;
    }
}
