package org.evenhand.cli;

/** What the command's exit says; those of {@code audit verify} are part of its contract. */
public enum ExitCode {
    OK(0),
    /** Something is wrong with Evenhand or its environment. */
    INTERNAL(1),
    /** The command line or a configuration makes no sense. */
    USAGE(2),
    /** The ledger is not what it should be. */
    MISMATCH(3),
    /** Evidence is missing: that is not the same as fine. */
    INCOMPLETE(4),
    /** Work that was waited for has ended, and not all of it well. */
    UNFINISHED(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
