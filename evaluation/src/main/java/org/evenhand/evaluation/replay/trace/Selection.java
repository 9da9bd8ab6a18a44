package org.evenhand.evaluation.replay.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which tasks of a trace are replayed, and how they are changed.
 *
 * @param fromTime tasks that arrived before this are left out; in the trace's own unit
 * @param skip so many of the earliest that are left are left out too
 * @param limit at most so many are taken
 * @param demand tasks ask for this share of what they asked for
 * @param durationMaxMillis tasks that ran longer are cut to this
 */
public record Selection(long fromTime, long skip, long limit, Share demand, long durationMaxMillis) {
    /** Everything, unchanged. */
    public static final Selection ALL = new Selection(0, 0, Long.MAX_VALUE, Share.WHOLE, Long.MAX_VALUE);

    private static final Comparator<TraceTask> BY_ARRIVAL =
            Comparator.comparingLong(TraceTask::arrivalMillis).thenComparingLong(TraceTask::line);

    public Selection {
        if (fromTime < 0 || skip < 0 || limit < 1 || durationMaxMillis < 1) {
            throw new IllegalArgumentException(
                    "a selection from " + fromTime + ", " + skip + ", " + limit + ", " + durationMaxMillis);
        }
    }

    /**
     * The tasks that were selected.
     *
     * @param tasks by arrival, those that arrived together as they stand in the file
     * @param cut how many of them ran longer than they will
     */
    public record Selected(List<TraceTask> tasks, long cut) {
        public Selected {
            tasks = List.copyOf(tasks);
        }
    }

    public Selected of(Trace trace) {
        long fromMillis = fromTime * trace.format().unitMillis();
        List<TraceTask> chosen = trace.tasks().stream()
                .filter(task -> task.arrivalMillis() >= fromMillis)
                .sorted(BY_ARRIVAL)
                .skip(skip)
                .limit(limit)
                .toList();
        List<TraceTask> changed = new ArrayList<>(chosen.size());
        long cut = 0;
        for (TraceTask task : chosen) {
            cut += task.durationMillis() > durationMaxMillis ? 1 : 0;
            changed.add(task.withDuration(Math.min(task.durationMillis(), durationMaxMillis))
                    .withDemand(demand.of(task.demand())));
        }
        return new Selected(changed, cut);
    }
}
