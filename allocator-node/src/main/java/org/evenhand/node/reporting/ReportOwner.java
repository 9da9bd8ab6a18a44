package org.evenhand.node.reporting;

import org.evenhand.core.model.StatusReport;
import org.evenhand.node.duty.ResultBatch;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.time.Moment;

/** The node whose stream a reporter writes. Called in the node's mailbox. */
public interface ReportOwner {
    /** The node's status now, with these results. */
    StatusReport report(long nowMillis, ResultBatch results);

    /** The pool's report interval. */
    long reportIntervalMillis();

    /** Least time between two entries when there is something to tell. */
    long reportSoonestMillis();

    /**
     * An entry was committed.
     *
     * @param looked when the node looked at what the entry says
     */
    void committed(Moment looked);

    /** No entry will ever be committed again. */
    void hopeless(LedgerException reason);
}
