package org.evenhand.audit.decision;

import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.source.BlockSource;

/** Audits of a ledger that the Evenhand contract runs on: everything that holds for any ledger, and every decision. */
public final class EvenhandAudit {
    /** The name under which the contract is deployed unless somebody chose another. */
    public static final String DEFAULT_CHAINCODE = "evenhand";

    private EvenhandAudit() {}

    /**
     * Verifies a ledger and decides every round again.
     *
     * @param options what to trust; names the chaincode, or the default one is taken
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static AuditReport verify(BlockSource source, AuditOptions options, AuditProgress progress)
            throws InterruptedException {
        return Auditor.verify(source, named(options), progress, new DecisionLayer());
    }

    /**
     * Verifies a ledger and tells all that happened to one task, and why.
     *
     * @param options what to trust; names the chaincode, or the default one is taken
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static TaskExplanation explain(
            BlockSource source, AuditOptions options, TaskName task, AuditProgress progress)
            throws InterruptedException {
        TaskHistory history = new TaskHistory(task);
        AuditReport report = Auditor.verify(source, named(options), progress, new DecisionLayer(history));
        return new TaskExplanation(task, history.steps(), report);
    }

    private static AuditOptions named(AuditOptions options) {
        return options.chaincode().isPresent() ? options : options.withChaincode(DEFAULT_CHAINCODE);
    }
}
