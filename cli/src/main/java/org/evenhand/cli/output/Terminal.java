package org.evenhand.cli.output;

import java.io.Console;

/** Whether somebody looks on. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard output is a terminal. A console is there without one from Java 22 on, and then says so. */
    @SuppressWarnings("SystemConsoleNull")
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Console.class.getMethod("isTerminal").invoke(console).equals(true);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }
}
