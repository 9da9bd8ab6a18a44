package org.evenhand.cli.demo;

import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.StreamId;

/**
 * Programs that are not the pool's take the processor of a node, until a round has taken work from it. When the machine
 * is too busy to give them what they ask for they ask for more; when the node runs out of work that could be moved, it
 * gets its processor back, and new work, and all begins again.
 */
final class Overload implements Chapter {
    /** The load never ends before this, so that there is something to see. */
    static final double ENDS_AT = 0.6;

    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(240);

    /** Reports of the node that may pass without its being overloaded before the load is raised. */
    static final int REPORTS_PER_STEP = 3;

    /** What has not happened after this is given room. */
    static final long ROOM_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final double WORK_AT = 0.24;
    private static final double BEGINS_AT = 0.28;

    /**
     * The load, as a share of the node's processor. The last steps are for machines that are busy with other things.
     */
    private static final long[] STEPS_BASIS_POINTS = {9_000, 15_000, 30_000, 60_000};

    private static final long BASIS_POINTS = 10_000;

    private final StreamId node;
    private final long capacityMillicores;
    private final Stage stage;
    private final Tally tally;
    private final LongTasks work;
    private boolean begun;
    private long begunNanos;
    private long turnedNanos;
    private boolean loaded;
    private boolean gaveUp;
    private boolean over;
    private int step;
    private long reportsBefore;

    Overload(StreamId node, long capacityMillicores, Stage stage, Tally tally, LongTasks work) {
        this.node = node;
        this.capacityMillicores = capacityMillicores;
        this.stage = stage;
        this.tally = tally;
        this.work = work;
    }

    @Override
    public void look(double passed) {
        if (over || passed < WORK_AT) {
            return;
        }
        if (!begun) {
            begun = true;
            begunNanos = stage.nanos();
            turnedNanos = begunNanos;
            work.submit();
        }
        if (!isRelieved() && !gaveUp && stage.nanos() - begunNanos > LIMIT_NANOS) {
            stage.say("no round has taken work from " + node + " in all this time");
            gaveUp = true;
        }
        if (isTold()) {
            if (gaveUp || passed >= ENDS_AT) {
                end();
            }
        } else if (loaded) {
            press();
        } else if (passed >= BEGINS_AT) {
            begin();
        }
    }

    private boolean isRelieved() {
        return tally.fate(node).relieved() > 0;
    }

    private void begin() {
        if (work.areAt(node)) {
            loaded = true;
            turnedNanos = stage.nanos();
            take(step);
        } else {
            work.submit();
        }
    }

    private void press() {
        NodeTally.Fate fate = tally.fate(node);
        if (!work.areAt(node)) {
            stage.say(node + " has nothing left that could be moved; once more");
            stage.load(node, 0);
            loaded = false;
            turnedNanos = stage.nanos();
        } else if (!fate.overloaded()
                && fate.reports() - reportsBefore >= REPORTS_PER_STEP
                && step + 1 < STEPS_BASIS_POINTS.length) {
            take(step + 1);
        }
    }

    private void take(int nextStep) {
        step = nextStep;
        reportsBefore = tally.fate(node).reports();
        long millicores = capacityMillicores * STEPS_BASIS_POINTS[step] / BASIS_POINTS;
        stage.say("other programs take " + millicores + " millicores of " + node);
        stage.load(node, millicores);
    }

    private void end() {
        over = true;
        if (loaded) {
            stage.say(node + " has its processor back");
            stage.load(node, 0);
        }
    }

    @Override
    public boolean isTold() {
        return gaveUp || isRelieved();
    }

    @Override
    public boolean needsRoom() {
        return begun && !isTold() && stage.nanos() - turnedNanos > ROOM_AFTER_NANOS;
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
