package org.evenhand.audit;

import org.evenhand.audit.state.StateView;

/** Replays one chaincode: is handed its valid transactions in ledger order, each with the state before it. */
public interface ChaincodeAuditor {
    /**
     * Judges one transaction.
     *
     * @param transaction what was asked, by whom, and what was answered
     * @param before the state that the transaction found
     * @param findings where to say what is wrong
     */
    void audit(ChaincodeTransaction transaction, StateView before, Findings findings);

    /** Returns how many rounds have been decided again. */
    long roundsReplayed();
}
