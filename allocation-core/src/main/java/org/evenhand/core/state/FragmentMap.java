package org.evenhand.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that do not overlap, by their first task. Neighbours with equal terms are one fragment, so that tasks which
 * were cut apart and come together again take one place.
 *
 * <p>Mutable, not thread-safe; owned by one {@link PoolState}.
 */
public final class FragmentMap {
    private final TreeMap<SubmissionId, TreeMap<Long, Fragment>> bySubmission = new TreeMap<>();
    private int size;

    FragmentMap() {}

    FragmentMap copy() {
        FragmentMap copy = new FragmentMap();
        bySubmission.forEach((submission, fragments) -> copy.bySubmission.put(submission, new TreeMap<>(fragments)));
        copy.size = size;
        return copy;
    }

    /** How many fragments there are. */
    public int size() {
        return size;
    }

    /** How many fragments there are of work that an organisation has submitted. */
    int size(MspId organisation) {
        int fragments = 0;
        for (var entry : bySubmission.entrySet()) {
            if (entry.getKey().stream().msp().equals(organisation)) {
                fragments += entry.getValue().size();
            }
        }
        return fragments;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** All fragments, by submission and first task. */
    public List<Fragment> fragments() {
        List<Fragment> all = new ArrayList<>(size);
        bySubmission.values().forEach(fragments -> all.addAll(fragments.values()));
        return all;
    }

    /** The parts of fragments that lie in a range, in order. */
    public List<Fragment> overlapping(TaskRange range) {
        TreeMap<Long, Fragment> fragments = bySubmission.get(range.submission());
        if (fragments == null) {
            return List.of();
        }
        List<Fragment> parts = new ArrayList<>();
        Map.Entry<Long, Fragment> before = fragments.floorEntry(range.from());
        if (before != null && before.getValue().range().to() > range.from()) {
            parts.add(clip(before.getValue(), range));
        }
        for (Fragment fragment :
                fragments.subMap(range.from(), false, range.to(), false).values()) {
            parts.add(clip(fragment, range));
        }
        return parts;
    }

    /** Whether some fragment lies partly inside a range and partly outside. */
    public boolean isCutBy(TaskRange range) {
        return isCutAt(range.submission(), range.from()) || isCutAt(range.submission(), range.to());
    }

    /** Whether one fragment holds a range and has tasks on both sides of it: without the range it would be two. */
    public boolean isSplitBy(TaskRange range) {
        Fragment holder = fragmentWith(range.submission(), range.from());
        return holder != null
                && holder.range().from() < range.from()
                && range.to() < holder.range().to();
    }

    private boolean isCutAt(SubmissionId submission, long index) {
        Fragment holder = fragmentWith(submission, index);
        return holder != null && holder.range().from() < index;
    }

    private @Nullable Fragment fragmentWith(SubmissionId submission, long index) {
        TreeMap<Long, Fragment> fragments = bySubmission.get(submission);
        Map.Entry<Long, Fragment> floor = fragments == null ? null : fragments.floorEntry(index);
        return floor != null && index < floor.getValue().range().to() ? floor.getValue() : null;
    }

    private static Fragment clip(Fragment fragment, TaskRange range) {
        long from = Math.max(fragment.range().from(), range.from());
        long to = Math.min(fragment.range().to(), range.to());
        return fragment.part(from, to);
    }

    /**
     * Adds a fragment.
     *
     * @throws IllegalStateException if one of its tasks is here already: no task is ever in two places
     */
    void add(Fragment added) {
        if (!overlapping(added.range()).isEmpty()) {
            throw new IllegalStateException(added.range() + " is here already");
        }
        TreeMap<Long, Fragment> fragments =
                bySubmission.computeIfAbsent(added.range().submission(), absent -> new TreeMap<>());
        Fragment merged = added;
        Map.Entry<Long, Fragment> before = fragments.floorEntry(merged.range().from());
        if (before != null && touch(before.getValue(), merged)) {
            fragments.remove(before.getKey());
            size--;
            merged = joined(before.getValue(), merged);
        }
        Fragment after = fragments.get(merged.range().to());
        if (after != null && touch(merged, after)) {
            fragments.remove(after.range().from());
            size--;
            merged = joined(merged, after);
        }
        fragments.put(merged.range().from(), merged);
        size++;
    }

    private static boolean touch(Fragment left, Fragment right) {
        return left.range().to() == right.range().from() && left.terms().equals(right.terms());
    }

    private static Fragment joined(Fragment left, Fragment right) {
        return new Fragment(left.range().part(left.range().from(), right.range().to()), left.terms());
    }

    /** Removes the tasks of a range that are here, and returns them. */
    List<Fragment> remove(TaskRange range) {
        List<Fragment> removed = overlapping(range);
        if (removed.isEmpty()) {
            return removed;
        }
        NavigableMap<Long, Fragment> fragments = Objects.requireNonNull(bySubmission.get(range.submission()));
        for (Fragment part : removed) {
            Fragment whole = Objects.requireNonNull(
                            fragments.floorEntry(part.range().from()))
                    .getValue();
            fragments.remove(whole.range().from());
            size--;
            if (whole.range().from() < part.range().from()) {
                put(fragments, whole.part(whole.range().from(), part.range().from()));
            }
            if (part.range().to() < whole.range().to()) {
                put(fragments, whole.part(part.range().to(), whole.range().to()));
            }
        }
        if (fragments.isEmpty()) {
            bySubmission.remove(range.submission());
        }
        return removed;
    }

    private void put(NavigableMap<Long, Fragment> fragments, Fragment fragment) {
        fragments.put(fragment.range().from(), fragment);
        size++;
    }
}
