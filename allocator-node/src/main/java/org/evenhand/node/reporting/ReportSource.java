package org.evenhand.node.reporting;

import org.evenhand.core.model.StatusReport;
import org.evenhand.node.duty.ResultBatch;

/** Writes a node's status. */
@FunctionalInterface
public interface ReportSource {
    /** The status now, with these results. */
    StatusReport report(long nowMillis, ResultBatch results);
}
