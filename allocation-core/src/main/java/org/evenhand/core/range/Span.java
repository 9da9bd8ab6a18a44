package org.evenhand.core.range;

/**
 * A non-empty half-open interval {@code [from, to)} of task indices.
 *
 * @param from first index, 0 or more
 * @param to index after the last, greater than {@code from}
 */
public record Span(long from, long to) implements Comparable<Span> {
    public Span {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("span [" + from + "," + to + ") is empty or negative");
        }
    }

    /** How many indices lie in this span; at least 1. */
    public long size() {
        return to - from;
    }

    public boolean contains(long index) {
        return from <= index && index < to;
    }

    public boolean overlaps(Span other) {
        return from < other.to && other.from < to;
    }

    @Override
    public int compareTo(Span other) {
        int byFrom = Long.compare(from, other.from);
        return byFrom != 0 ? byFrom : Long.compare(to, other.to);
    }

    @Override
    public String toString() {
        return "[" + from + "," + to + ")";
    }
}
