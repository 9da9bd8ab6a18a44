package org.evenhand.node.time;

/**
 * A point in time on two clocks: that of the wall, which may be set back, and one that never is, but may stand still
 * while the machine sleeps.
 *
 * @param wallMillis milliseconds since 1970
 * @param upMillis milliseconds since some time that only this process knows
 */
public record Moment(long wallMillis, long upMillis) {
    /** How much time has passed since then; the clock that says more is believed. */
    public long millisSince(Moment earlier) {
        return Math.max(wallMillis - earlier.wallMillis, upMillis - earlier.upMillis);
    }
}
