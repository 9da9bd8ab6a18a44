package org.evenhand.node.execution;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.range.RangeSet;

/**
 * How far an assignment has come.
 *
 * @param finished tasks that ended well since the last look
 * @param finishedMillis the sum of their running times, in milliseconds
 * @param failed tasks that ended badly since the last look, by reason: lower-case letters, digits and hyphens
 * @param running tasks that run now
 * @param elapsedMillis how long these have been running, on average, in milliseconds
 */
public record Progress(
        RangeSet finished,
        long finishedMillis,
        SortedMap<String, RangeSet> failed,
        RangeSet running,
        long elapsedMillis) {
    public Progress {
        failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    /** Nothing but tasks that ended badly. */
    public static Progress failed(String reason, RangeSet tasks) {
        TreeMap<String, RangeSet> failed = new TreeMap<>();
        failed.put(reason, tasks);
        return new Progress(RangeSet.empty(), 0, failed, RangeSet.empty(), 0);
    }
}
