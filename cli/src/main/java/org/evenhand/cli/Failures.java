package org.evenhand.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The one place where this process decides what a failure means: a message and an exit code, never a stack trace. */
final class Failures {
    private Failures() {}

    static int report(Exception thrown, CommandLine command, ParseResult parsed) {
        return report(unwrapped(thrown), command.getErr());
    }

    /** Says what failed, and returns the exit code that says so too. */
    static int report(Throwable failure, PrintWriter err) {
        if (failure instanceof UserError) {
            err.println("evenhand: " + failure.getMessage());
            return ExitCode.USAGE.number();
        }
        Optional<Refusal> refusal = failure instanceof EvenhandException refused ? refused.refusal() : Optional.empty();
        if (refusal.isPresent()) {
            // The contract's own words: its codes are stable, and nothing here is broken.
            err.println("evenhand: " + refusal.get().code().word() + ": "
                    + refusal.get().message());
            return ExitCode.INTERNAL.number();
        }
        err.println("evenhand: " + describe(failure));
        if (Boolean.getBoolean("evenhand.stacktrace")) {
            failure.printStackTrace(err);
        } else if (!(failure instanceof IOException)) {
            err.println("evenhand: EVENHAND_JAVA_OPTIONS=-Devenhand.stacktrace=true shows where");
        }
        return ExitCode.INTERNAL.number();
    }

    /** What a future failed with, rather than that one did. */
    private static Throwable unwrapped(Throwable thrown) {
        boolean wraps = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return wraps && thrown.getCause() != null ? unwrapped(thrown.getCause()) : thrown;
    }

    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        if (failure.getMessage() == null) {
            text = new StringBuilder(failure.getClass().getSimpleName());
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }
}
