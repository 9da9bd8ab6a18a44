package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.rules.Trace.Candidate;
import org.evenhand.core.rules.Trace.Filling;

/**
 * Shares tasks of one class over nodes (Eq. 1 of the paper: {@code L_i = (T_total / n) * f(node_status_i,
 * task_type_i)}): every node with room is filled to the same level, the drain time, as water finds its level in vessels
 * that are joined.
 *
 * <p>Goal: the highest level among the nodes that receive work is as low as it can be, exactly, in whole microseconds.
 * Method: the largest level to which filling all vessels takes no more tasks than there are, found by bisection; the
 * tasks that remain go to the vessels with the lowest resulting level, ties by lot. Cost: {@code O(n log L + n log n)}
 * for {@code n} nodes and levels up to {@code L}.
 *
 * <p>Example: two idle nodes with 1,000 and 3,000 millicores free, and 8 tasks of 500 millicores for 1 s. At level 1 s
 * they take 2 and 6; that is all of them: shares of one quarter and three quarters.
 *
 * @param levelMicros the common level, in microseconds
 * @param counts tasks per vessel, in the vessels' order
 */
record WaterFilling(long levelMicros, List<Long> counts) {
    WaterFilling {
        counts = List.copyOf(counts);
    }

    static WaterFilling fill(List<Vessel> vessels, long tasks, Function<Vessel, String> lot) {
        long room = 0;
        for (Vessel vessel : vessels) {
            room = Amounts.plus(room, vessel.room());
        }
        if (room <= tasks) {
            return new WaterFilling(
                    Amounts.HUGE, vessels.stream().map(Vessel::room).toList());
        }
        long level = highestLevelWithin(vessels, tasks);
        List<Long> counts = new ArrayList<>();
        long left = tasks;
        for (Vessel vessel : vessels) {
            long count = vessel.countUpTo(level);
            counts.add(count);
            left -= count;
        }
        spread(vessels, counts, left, level, lot);
        return new WaterFilling(level, counts);
    }

    private static long highestLevelWithin(List<Vessel> vessels, long tasks) {
        long low = 0;
        long high = 0;
        for (Vessel vessel : vessels) {
            high = Math.max(high, vessel.levelMicros(Math.min(vessel.room(), tasks)));
        }
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (count(vessels, middle) <= tasks) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static long count(List<Vessel> vessels, long level) {
        long count = 0;
        for (Vessel vessel : vessels) {
            count = Amounts.plus(count, vessel.countUpTo(level));
        }
        return count;
    }

    /**
     * Gives what remains above the common level. One microsecond higher there is room for more than is left, so each of
     * these tasks has the same resulting level, and the lot alone says who gets them.
     */
    private static void spread(
            List<Vessel> vessels, List<Long> counts, long tasks, long level, Function<Vessel, String> lot) {
        List<Integer> byLot = new ArrayList<>();
        for (int i = 0; i < vessels.size(); i++) {
            byLot.add(i);
        }
        byLot.sort(Comparator.comparing((Integer i) -> lot.apply(vessels.get(i))));
        long left = tasks;
        for (int i : byLot) {
            Vessel vessel = vessels.get(i);
            long most = level < Amounts.HUGE ? vessel.countUpTo(level + 1) : vessel.room();
            long more = Math.min(left, most - counts.get(i));
            counts.set(i, counts.get(i) + more);
            left -= more;
        }
    }

    /** This filling of the same vessels, for whoever asks why. */
    Filling explain(TaskClass taskClass, int priority, long tasks, List<Vessel> vessels) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < vessels.size(); i++) {
            Vessel vessel = vessels.get(i);
            long given = counts.get(i);
            candidates.add(new Candidate(
                    vessel.load().node().id(),
                    vessel.verdict(),
                    vessel.load().isOnProbation(),
                    vessel.room(),
                    vessel.levelMicros(0),
                    given,
                    vessel.levelMicros(given)));
        }
        return new Filling(taskClass.name(), priority, tasks, levelMicros, candidates);
    }
}
