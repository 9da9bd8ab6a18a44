package org.evenhand.cli;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The one place where this process decides what a failure means: a message and an exit code, never a stack trace. */
final class Failures {
    private Failures() {}

    static int report(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof UserError) {
            command.getErr().println("evenhand: " + failure.getMessage());
            return ExitCode.USAGE.number();
        }
        Optional<StorageTrouble> trouble = StorageTrouble.of(failure);
        command.getErr()
                .println(
                        "evenhand: " + trouble.map(known -> known.word() + ": ").orElse("") + describe(failure)
                                + trouble.map(known -> "; " + known.advice()).orElse(""));
        if (Boolean.getBoolean("evenhand.stacktrace")) {
            failure.printStackTrace(command.getErr());
        } else {
            command.getErr().println("evenhand: EVENHAND_JAVA_OPTIONS=-Devenhand.stacktrace=true shows where");
        }
        return ExitCode.INTERNAL.number();
    }

    /** What a future failed with, rather than that one did. */
    private static Throwable unwrapped(Throwable thrown) {
        boolean wraps = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return wraps && thrown.getCause() != null ? unwrapped(thrown.getCause()) : thrown;
    }

    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(StorageTrouble.text(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
                text.append(": ").append(StorageTrouble.text(cause));
            }
        }
        return text.toString();
    }
}
