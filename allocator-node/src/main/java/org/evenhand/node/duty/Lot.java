package org.evenhand.node.duty;

import java.util.Comparator;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.SubmissionId;

/**
 * Tasks that are alike to a node. In the order in which they should start: priority, then age, which is the round that
 * queued them first.
 *
 * @param priority 0 to 9, the highest first
 * @param queuedRound their age
 * @param submission where they come from
 * @param taskClass their class
 * @param payload what they work on
 */
record Lot(int priority, long queuedRound, SubmissionId submission, ClassName taskClass, Digest payload)
        implements Comparable<Lot> {
    private static final Comparator<Lot> ORDER = Comparator.comparingInt(Lot::priority)
            .reversed()
            .thenComparingLong(Lot::queuedRound)
            .thenComparing(Lot::submission);

    static Lot of(Fragment fragment) {
        return new Lot(
                fragment.terms().priority(),
                fragment.terms().queuedRound(),
                fragment.range().submission(),
                fragment.terms().taskClass(),
                fragment.terms().payload());
    }

    Lot withPriority(int changed) {
        return new Lot(changed, queuedRound, submission, taskClass, payload);
    }

    @Override
    public int compareTo(Lot other) {
        return ORDER.compare(this, other);
    }
}
