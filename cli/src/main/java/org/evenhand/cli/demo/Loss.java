package org.evenhand.cli.demo;

import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.StreamId;

/** A node is killed while it has work; that is placed again once the pool has missed the node for long enough. */
final class Loss implements Chapter {
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(240);

    private static final double BEGINS_AT = 0.45;

    private final StreamId node;
    private final Stage stage;
    private final Tally tally;
    private final LongTasks work;
    private boolean begun;
    private long begunNanos;
    private boolean killed;
    private boolean gaveUp;

    Loss(StreamId node, Stage stage, Tally tally, LongTasks work) {
        this.node = node;
        this.stage = stage;
        this.tally = tally;
        this.work = work;
    }

    @Override
    public void look(double passed) {
        if (isOver() || passed < BEGINS_AT) {
            return;
        }
        if (!begun) {
            begun = true;
            begunNanos = stage.nanos();
        }
        boolean late = stage.nanos() - begunNanos > LIMIT_NANOS;
        if (killed) {
            if (late) {
                stage.say("no round has placed the work of " + node + " again in all this time");
                gaveUp = true;
            }
        } else if (work.areAt(node) || late) {
            stage.say(node + " is killed");
            stage.kill(node);
            killed = true;
            begunNanos = stage.nanos();
        } else {
            work.submit();
        }
    }

    @Override
    public boolean isTold() {
        return killed;
    }

    @Override
    public boolean needsRoom() {
        return begun && !killed && stage.nanos() - begunNanos > Overload.ROOM_AFTER_NANOS;
    }

    @Override
    public boolean isOver() {
        return killed && (gaveUp || tally.fate(node).recovered() > 0);
    }
}
