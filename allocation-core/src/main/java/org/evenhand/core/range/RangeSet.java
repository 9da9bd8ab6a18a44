package org.evenhand.core.range;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An immutable set of task indices, kept as spans.
 *
 * <p>Canonical form: spans ascend, are disjoint, and never touch, so that two sets with the same indices are equal and
 * encode to the same bytes. Every operation returns canonical form; each takes time linear in the number of spans.
 */
public final class RangeSet {
    private static final RangeSet EMPTY = new RangeSet(List.of());

    private final List<Span> spans;

    private RangeSet(List<Span> canonicalSpans) {
        this.spans = canonicalSpans;
    }

    public static RangeSet empty() {
        return EMPTY;
    }

    /** The set of the indices in {@code [from, to)}; the span must not be empty. */
    public static RangeSet of(long from, long to) {
        return new RangeSet(List.of(new Span(from, to)));
    }

    /** The union of the spans given, in any order, overlapping or not. */
    public static RangeSet copyOf(Collection<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(null);
        return new RangeSet(coalesce(sorted));
    }

    private static List<Span> coalesce(List<Span> sorted) {
        List<Span> merged = new ArrayList<>(sorted.size());
        for (Span next : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && next.from() <= merged.get(last).to()) {
                Span before = merged.get(last);
                merged.set(last, new Span(before.from(), Math.max(before.to(), next.to())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    /** The spans in ascending order: the canonical form. */
    public List<Span> spans() {
        return spans;
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** How many indices the set holds. */
    public long size() {
        long size = 0;
        for (Span span : spans) {
            size += span.size();
        }
        return size;
    }

    public boolean contains(long index) {
        int low = 0;
        int high = spans.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span span = spans.get(middle);
            if (span.contains(index)) {
                return true;
            }
            if (index < span.from()) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    /** The indices that are in this set or in the other. */
    public RangeSet add(RangeSet other) {
        if (other.isEmpty()) {
            return this;
        }
        List<Span> both = new ArrayList<>(spans.size() + other.spans.size());
        both.addAll(spans);
        both.addAll(other.spans);
        both.sort(null);
        return new RangeSet(coalesce(both));
    }

    /** The indices that are in this set and not in the other. */
    public RangeSet remove(RangeSet other) {
        List<Span> left = new ArrayList<>();
        int next = 0;
        for (Span span : spans) {
            while (next < other.spans.size() && other.spans.get(next).to() <= span.from()) {
                next++;
            }
            long from = span.from();
            for (int i = next; i < other.spans.size() && from < span.to(); i++) {
                Span hole = other.spans.get(i);
                if (hole.from() >= span.to()) {
                    break;
                }
                if (hole.from() > from) {
                    left.add(new Span(from, hole.from()));
                }
                from = Math.max(from, hole.to());
            }
            if (from < span.to()) {
                left.add(new Span(from, span.to()));
            }
        }
        return new RangeSet(List.copyOf(left));
    }

    /** The indices that are in both sets. */
    public RangeSet intersect(RangeSet other) {
        List<Span> common = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < spans.size() && theirs < other.spans.size()) {
            Span a = spans.get(mine);
            Span b = other.spans.get(theirs);
            if (a.overlaps(b)) {
                common.add(new Span(Math.max(a.from(), b.from()), Math.min(a.to(), b.to())));
            }
            if (a.to() < b.to()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return new RangeSet(List.copyOf(common));
    }

    /**
     * Splits off the lowest indices.
     *
     * @param count how many indices the first part holds; a count past the size gives everything and nothing
     */
    public Split split(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot split off " + count + " indices");
        }
        List<Span> first = new ArrayList<>();
        List<Span> rest = new ArrayList<>();
        long missing = count;
        for (Span span : spans) {
            if (missing == 0) {
                rest.add(span);
            } else if (span.size() <= missing) {
                first.add(span);
                missing -= span.size();
            } else {
                first.add(new Span(span.from(), span.from() + missing));
                rest.add(new Span(span.from() + missing, span.to()));
                missing = 0;
            }
        }
        return new Split(new RangeSet(List.copyOf(first)), new RangeSet(List.copyOf(rest)));
    }

    /**
     * A set cut in two.
     *
     * @param first the lowest indices
     * @param rest the others
     */
    public record Split(RangeSet first, RangeSet rest) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof RangeSet set && spans.equals(set.spans);
    }

    @Override
    public int hashCode() {
        return spans.hashCode();
    }

    @Override
    public String toString() {
        return spans.toString();
    }
}
