package org.evenhand.audit;

/** What a finding means for the verdict. */
public enum Severity {
    /** The ledger contradicts itself or the rules. */
    MISMATCH,
    /** Something could not be checked, because evidence or an implementation is missing. */
    INCOMPLETE,
    /** Worth knowing, and no reason for doubt. */
    NOTICE
}
