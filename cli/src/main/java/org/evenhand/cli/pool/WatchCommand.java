package org.evenhand.cli.pool;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.Terminal;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.fact.RoundRecord;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenhand watch}. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Watch a pool: a bar for every node, what waits, and the last decisions with their reasons.",
            "It is drawn again when a round has been decided, until it is interrupted. Where there is no terminal it is"
                    + " drawn once."
        },
        footer = {"", "Example:  evenhand watch --data my-network"})
public final class WatchCommand implements Callable<Integer> {
    /** So many rounds may come in a second that nobody could read what is drawn for each. */
    private static final long DRAW_MILLIS_MIN = 250;

    /** A pool without rounds is drawn all the same: that it has none is worth seeing. */
    private static final long DRAW_MILLIS_MAX = 5_000;

    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    @Spec
    private CommandSpec self = CommandSpec.create();

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--once", description = "Draw once, and end.")
    private boolean once;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        PrintWriter out = self.commandLine().getOut();
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            Decisions decisions = new Decisions();
            if (once || !Terminal.isThere()) {
                long round = opened.client().getHead(opened.pool()).position().round();
                if (round > 0) {
                    decisions.add(opened.client().getRound(opened.pool(), round));
                }
                draw(out, "", opened, decisions);
            } else {
                follow(out, opened, decisions);
            }
        }
        return ExitCode.OK.number();
    }

    private static void follow(PrintWriter out, PoolClient opened, Decisions decisions)
            throws EvenhandException, InterruptedException {
        Semaphore news = new Semaphore(1);
        try (Subscription rounds = opened.client().events(new InMemoryCheckpointer(), event -> {
            if (event instanceof LedgerEvent.RoundDecided decided && isOf(opened, decided.record())) {
                decisions.add(decided.record());
                news.release();
            }
        })) {
            while (!rounds.ended().isDone()) {
                news.tryAcquire(DRAW_MILLIS_MAX, TimeUnit.MILLISECONDS);
                news.drainPermits();
                draw(out, HOME_AND_CLEAR, opened, decisions);
                TimeUnit.MILLISECONDS.sleep(DRAW_MILLIS_MIN);
            }
        }
    }

    private static boolean isOf(PoolClient opened, RoundRecord round) {
        return round.pool().equals(opened.pool());
    }

    private static void draw(PrintWriter out, String before, PoolClient opened, Decisions decisions)
            throws EvenhandException, InterruptedException {
        List<String> lines = WatchFrame.lines(PoolSnapshot.of(opened), decisions.moved(), decisions.last());
        // One write for the whole picture: otherwise it flickers.
        out.print(before + String.join(System.lineSeparator(), lines) + System.lineSeparator());
        out.flush();
    }
}
