package org.evenhand.node.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** A clock that stands still unless a test moves it, and one queue for everything that would run on a thread. */
public final class ManualTimers implements Timers {
    private long nowMillis = 1_700_000_000_000L;
    private long steppedMillis;
    private long counter;
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();

    private static final class Due implements Comparable<Due> {
        final long millis;
        final long order;
        final Runnable action;
        boolean cancelled;

        Due(long millis, long order, Runnable action) {
            this.millis = millis;
            this.order = order;
            this.action = action;
        }

        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public long nowMillis() {
        return nowMillis + steppedMillis;
    }

    @Override
    public long upMillis() {
        return nowMillis;
    }

    /** Sets the clock on the wall, and nothing else, forward or back. */
    public void stepClock(long millis) {
        steppedMillis += millis;
    }

    @Override
    public Timer after(long delayMillis, Runnable action) {
        Due timer = new Due(nowMillis + Math.max(0, delayMillis), counter++, action);
        due.add(timer);
        return () -> timer.cancelled = true;
    }

    /** Threads whose work waits for {@link #run}. */
    public Executor threads() {
        return ready::add;
    }

    /** Runs what is ready, and what that makes ready, at this moment. */
    public void run() {
        for (Runnable action = ready.poll(); action != null; action = ready.poll()) {
            action.run();
        }
    }

    /** How many timers are set. */
    public long timersSet() {
        return due.stream().filter(timer -> !timer.cancelled).count();
    }

    /** Lets time pass, and everything happen that happens in it. */
    public void pass(long millis) {
        run();
        long until = nowMillis + millis;
        for (Due next = due.peek(); next != null && next.millis <= until; next = due.peek()) {
            due.remove();
            nowMillis = Math.max(nowMillis, next.millis);
            if (!next.cancelled) {
                next.action.run();
            }
            run();
        }
        nowMillis = until;
    }
}
