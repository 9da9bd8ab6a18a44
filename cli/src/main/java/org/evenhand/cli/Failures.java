package org.evenhand.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The one place where this process decides what a failure means: a message and an exit code, never a stack trace. */
final class Failures {
    private Failures() {}

    static int report(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UserError) {
            command.getErr().println("evenhand: " + failure.getMessage());
            return ExitCode.USAGE.number();
        }
        command.getErr().println("evenhand: " + describe(failure));
        if (Boolean.getBoolean("evenhand.stacktrace")) {
            failure.printStackTrace(command.getErr());
        } else {
            command.getErr().println("evenhand: EVENHAND_JAVA_OPTIONS=-Devenhand.stacktrace=true shows where");
        }
        return ExitCode.INTERNAL.number();
    }

    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        if (failure.getMessage() == null) {
            text = new StringBuilder(failure.getClass().getSimpleName());
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }
}
