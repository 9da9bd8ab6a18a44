package org.evenhand.node.execution;

import java.util.TreeMap;
import org.evenhand.core.model.Resources;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.time.Timers;

/**
 * Tasks of equal duration on a number of lanes: they start and end in waves, so that what has ended follows from the
 * time alone and only the end of the last wave needs a timer.
 */
final class Waves implements Execution {
    private final Timers timers;
    private final Assignment assignment;
    private final long durationMillis;
    private final Runnable onProgress;

    private RangeSet waiting;
    private RangeSet running = RangeSet.empty();
    private long waveStartMillis;
    private RangeSet ended = RangeSet.empty();
    private Timers.Timer timer = () -> {};

    Waves(Timers timers, Assignment assignment, long durationMillis, Runnable onProgress) {
        this.timers = timers;
        this.assignment = assignment;
        this.durationMillis = durationMillis;
        this.onProgress = onProgress;
        this.waiting = assignment.tasks();
    }

    synchronized void begin() {
        startWave(timers.nowMillis());
        setTimer();
    }

    synchronized void end() {
        timer.cancel();
        waiting = RangeSet.empty();
        running = RangeSet.empty();
        ended = RangeSet.empty();
    }

    Resources demand() {
        return assignment.taskClass().demand();
    }

    synchronized long runningNow() {
        catchUp();
        return running.size();
    }

    synchronized boolean hasEnded() {
        catchUp();
        return running.isEmpty();
    }

    @Override
    public synchronized Progress progress() {
        catchUp();
        RangeSet finished = ended;
        ended = RangeSet.empty();
        long elapsedMillis = running.isEmpty() ? 0 : timers.nowMillis() - waveStartMillis;
        return new Progress(finished, finished.size() * durationMillis, new TreeMap<>(), running, elapsedMillis);
    }

    @Override
    public synchronized void stop(RangeSet tasks) {
        catchUp();
        waiting = waiting.remove(tasks);
        running = running.remove(tasks);
        ended = ended.remove(tasks);
        if (running.isEmpty() && !waiting.isEmpty()) {
            startWave(timers.nowMillis());
        }
        setTimer();
    }

    /** Ends the waves whose time is over, and the tasks in them. */
    private void catchUp() {
        long now = timers.nowMillis();
        long over = running.isEmpty() ? 0 : (now - waveStartMillis) / durationMillis;
        if (over < 1) {
            return;
        }
        long endedMillis = waveStartMillis + over * durationMillis;
        RangeSet.Split later = waiting.split((over - 1) * assignment.lanes());
        ended = ended.add(running).add(later.first());
        waiting = later.rest();
        startWave(endedMillis);
    }

    private void startWave(long atMillis) {
        RangeSet.Split next = waiting.split(assignment.lanes());
        running = next.first();
        waiting = next.rest();
        waveStartMillis = atMillis;
    }

    private void setTimer() {
        timer.cancel();
        if (!running.isEmpty()) {
            long wavesAfter = (waiting.size() + assignment.lanes() - 1) / assignment.lanes();
            long endMillis = waveStartMillis + (1 + wavesAfter) * durationMillis;
            timer = timers.after(endMillis - timers.nowMillis(), this::lookWhetherOver);
        }
    }

    private void lookWhetherOver() {
        synchronized (this) {
            catchUp();
            if (!running.isEmpty()) {
                // Timers and clock are not the same clock: this one came a moment early.
                setTimer();
                return;
            }
        }
        onProgress.run();
    }
}
