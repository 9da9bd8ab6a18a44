package org.evenhand.cli.demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.StreamId;

/** A node joins that was not there before. */
final class Arrival implements Chapter {
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final double BEGINS_AT = 0.6;

    private final StreamId node;
    private final Stage stage;
    private final Tally tally;
    private boolean started;
    private long startedNanos;

    Arrival(StreamId node, Stage stage, Tally tally) {
        this.node = node;
        this.stage = stage;
        this.tally = tally;
    }

    @Override
    public void look(double passed) throws IOException {
        if (!started && passed >= BEGINS_AT) {
            started = true;
            startedNanos = stage.nanos();
            stage.say(node + " joins");
            stage.startNewcomer();
        }
    }

    @Override
    public boolean isTold() {
        return isOver();
    }

    @Override
    public boolean isOver() {
        return started && (tally.nodes().containsKey(node) || stage.nanos() - startedNanos > LIMIT_NANOS);
    }
}
