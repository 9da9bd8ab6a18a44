package org.evenhand.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the command's exit says; those of {@code audit verify} are part of its contract. */
public enum ExitCode {
    OK(0, "done"),
    /** Something is wrong with Evenhand or its environment, or the contract refused. */
    INTERNAL(1, "something failed, or the contract refused"),
    /** The command line or a configuration makes no sense. */
    USAGE(2, "the command makes no sense"),
    /** The ledger is not what it should be. */
    MISMATCH(3, "the audited ledger is not what it should be"),
    /** Evidence is missing: that is not the same as fine. */
    INCOMPLETE(4, "evidence is missing"),
    /** Work that was waited for has ended, and not all of it well. */
    UNFINISHED(5, "tasks that were waited for did not all end well");

    private final int number;
    private final String words;

    ExitCode(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** All of them in words, by number. */
    static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            described.put(Integer.toString(code.number), code.words);
        }
        return described;
    }

    public int number() {
        return number;
    }
}
