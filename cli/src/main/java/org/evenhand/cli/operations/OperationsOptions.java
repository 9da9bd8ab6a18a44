package org.evenhand.cli.operations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.evenhand.cli.UserError;
import org.evenhand.operations.Operations;
import org.evenhand.operations.http.ListenAddress;
import org.evenhand.operations.log.LogFormat;
import org.evenhand.operations.log.Logs;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** What a daemon shows of itself, and how it logs. */
public final class OperationsOptions {
    private static final String OPERATIONS = "--operations";
    private static final String LOG_LEVEL = "--log-level";
    private static final String LOG_FORMAT = "--log-format";

    @Option(
            names = OPERATIONS,
            paramLabel = "HOST:PORT",
            description = {
                "Show /metrics, /health/live and /health/ready there; a port alone is one of loopback.",
                "Nobody is asked who they are. Default: nowhere"
            })
    private @Nullable String address;

    @Option(
            names = LOG_LEVEL,
            paramLabel = "LEVEL",
            description = "How much to log on standard error: error, warn, info, debug or trace. Default: warn")
    private @Nullable Level level;

    @Option(names = LOG_FORMAT, paramLabel = "FORMAT", description = "How to log: text or json. Default: text")
    private @Nullable LogFormat format;

    /**
     * Sets up the log and opens what the daemon shows, before anything else is done.
     *
     * @param daemon what it is, such as {@code node}
     * @return nothing if it shows nothing
     * @throws IOException if nobody can listen there
     */
    public Optional<Operations> open(String daemon) throws IOException, UserError {
        configureLogs();
        if (address == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Operations.open(daemon, ListenAddress.parse(address)));
        } catch (IllegalArgumentException e) {
            throw new UserError(OPERATIONS + ": " + e.getMessage());
        }
    }

    /** Sets up the log as it was asked for; leaves it alone if nobody did. */
    public void configureLogs() {
        if (level != null || format != null) {
            Logs.configure(level == null ? Level.WARN : level, format == null ? LogFormat.TEXT : format);
        }
    }

    /** These options as another process takes them. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (address != null) {
            arguments.addAll(List.of(OPERATIONS, address));
        }
        if (level != null) {
            arguments.addAll(List.of(LOG_LEVEL, level.name().toLowerCase(Locale.ROOT)));
        }
        if (format != null) {
            arguments.addAll(List.of(LOG_FORMAT, format.name().toLowerCase(Locale.ROOT)));
        }
        return arguments;
    }
}
