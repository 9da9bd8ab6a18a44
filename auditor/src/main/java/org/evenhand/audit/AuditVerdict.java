package org.evenhand.audit;

/** How an audit ended. Missing evidence is never taken for good evidence. */
public enum AuditVerdict {
    /** Everything was there, everything was checked, everything agrees. */
    VERIFIED(0),
    /** The ledger contradicts itself or the rules. */
    MISMATCH(3),
    /** Nothing contradicts, but something could not be checked. */
    INCOMPLETE(4);

    private final int exitCode;

    AuditVerdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the exit code for a command; 1 and 2 stay free for internal errors and wrong usage. */
    public int exitCode() {
        return exitCode;
    }
}
