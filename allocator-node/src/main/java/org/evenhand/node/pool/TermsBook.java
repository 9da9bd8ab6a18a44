package org.evenhand.node.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;

/**
 * The terms of tasks that have not ended. A fact that places a range names no class and no payload; the fact that
 * queued the range did. Not for several threads.
 *
 * <p>At most {@link #PARTS_MAX} parts of submissions have their terms here; those that come on top are not noted, and
 * whoever is given them reads what it has from the ledger.
 */
final class TermsBook {
    static final int PARTS_MAX = 200_000;

    private final Map<SubmissionId, List<Fragment>> bySubmission = new HashMap<>();
    private int parts;

    void clear() {
        bySubmission.clear();
        parts = 0;
    }

    void note(Fragment fragment) {
        forget(fragment.range());
        if (parts >= PARTS_MAX) {
            return;
        }
        parts++;
        bySubmission
                .computeIfAbsent(fragment.range().submission(), absent -> new ArrayList<>(1))
                .add(fragment);
    }

    void forget(TaskRange range) {
        List<Fragment> fragments = bySubmission.get(range.submission());
        if (fragments == null) {
            return;
        }
        List<Fragment> left = new ArrayList<>(fragments.size());
        for (Fragment fragment : fragments) {
            if (!fragment.range().span().overlaps(range.span())) {
                left.add(fragment);
                continue;
            }
            long from = fragment.range().from();
            long to = fragment.range().to();
            if (from < range.from()) {
                left.add(fragment.part(from, range.from()));
            }
            if (range.to() < to) {
                left.add(fragment.part(range.to(), to));
            }
        }
        parts += left.size() - fragments.size();
        if (left.isEmpty()) {
            bySubmission.remove(range.submission());
        } else {
            bySubmission.put(range.submission(), left);
        }
    }

    void reprioritise(TaskRange range, int priority) {
        for (Fragment part : find(range)) {
            note(part.with(part.terms().withPriority(priority)));
        }
    }

    /** The parts of a range whose terms are known. */
    List<Fragment> find(TaskRange range) {
        List<Fragment> parts = new ArrayList<>(1);
        for (Fragment fragment : bySubmission.getOrDefault(range.submission(), List.of())) {
            if (fragment.range().span().overlaps(range.span())) {
                parts.add(fragment.part(
                        Math.max(fragment.range().from(), range.from()),
                        Math.min(fragment.range().to(), range.to())));
            }
        }
        return parts;
    }
}
