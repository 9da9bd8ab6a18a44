package org.evenhand.evaluation.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskClass;
import org.evenhand.evaluation.replay.trace.TraceTask;

/**
 * The task classes of a replay: one for every distinct demand. A pool holds so many classes and no more; if there are
 * more demands, every amount is rounded up, to {@code b} significant binary digits, with the largest {@code b} for
 * which the classes are few enough.
 *
 * <p>No amount is rounded past what a node has if it was within that before: the nodes' own capacities are part of the
 * grid, so rounding takes no node out of those that could hold a task.
 *
 * <p>Example: with 3 digits, 19 becomes 20 and 1,100 becomes 1,280; but 20,000, on a grid with a node that has 20,000,
 * stays.
 */
public final class ClassGrid {
    /** Nothing is rounded: more digits than any amount has. */
    public static final int EXACT = 63;

    private static final int DIGITS_MAX = 6;

    private final int digits;
    private final long demands;
    private final TreeMap<String, TaskClass> classes = new TreeMap<>();
    private final Map<Resources, TaskClass> byDemand;

    private ClassGrid(int digits, Map<Resources, Resources> rounded, Map<Resources, List<Long>> durations) {
        this.digits = digits;
        this.demands = rounded.size();
        durations.forEach((demand, millis) -> {
            ClassName name = name(demand);
            classes.put(name.name(), new TaskClass(name, demand, PRIORITY, median(millis), false, ATTEMPTS));
        });
        this.byDemand = rounded.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> Objects.requireNonNull(
                                classes.get(name(each.getValue()).name()))));
    }

    private static final int PRIORITY = 3;

    /** A node that dies takes an attempt with it; a replay is not about those. */
    private static final int ATTEMPTS = 5;

    /**
     * The classes of these tasks.
     *
     * @param capacities of the nodes
     * @param classesMax how many classes there may be
     * @param time says what a duration is in the replay
     * @throws IllegalArgumentException if there are too many, however they are rounded
     */
    static ClassGrid of(List<TraceTask> tasks, Collection<Resources> capacities, int classesMax, ReplayTime time) {
        for (int digits = EXACT; digits >= 1; digits = digits == EXACT ? DIGITS_MAX : digits - 1) {
            Map<Resources, Resources> rounded = round(tasks, digits, capacities);
            if (rounded.values().stream().distinct().count() <= classesMax) {
                Map<Resources, List<Long>> durations = tasks.stream()
                        .collect(Collectors.groupingBy(
                                task -> Objects.requireNonNull(rounded.get(task.demand())),
                                Collectors.mapping(
                                        task -> time.realMillis(task.durationMillis()), Collectors.toList())));
                return new ClassGrid(digits, rounded, durations);
            }
        }
        throw new IllegalArgumentException("expected tasks of at most " + classesMax
                + " demands, rounded up to powers of two, found more: choose fewer tasks");
    }

    private static Map<Resources, Resources> round(
            List<TraceTask> tasks, int digits, Collection<Resources> capacities) {
        TreeMap<String, TreeSet<Long>> present = new TreeMap<>();
        for (Resources capacity : capacities) {
            capacity.amounts().forEach((name, amount) -> present.computeIfAbsent(name, absent -> new TreeSet<>())
                    .add(amount));
        }
        return tasks.stream().map(TraceTask::demand).distinct().collect(Collectors.toMap(demand -> demand, demand -> {
            TreeMap<String, Long> amounts = new TreeMap<>();
            demand.amounts().forEach((name, amount) -> {
                Long capacity = present.getOrDefault(name, new TreeSet<>()).ceiling(amount);
                long up = roundUp(amount, digits);
                amounts.put(name, capacity == null ? up : Math.min(capacity, up));
            });
            return new Resources(amounts);
        }));
    }

    /** The least number that is no less and has no more significant binary digits than this. */
    static long roundUp(long amount, int digits) {
        int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(amount) - digits);
        long step = 1L << dropped;
        return (amount + step - 1) / step * step;
    }

    private static ClassName name(Resources demand) {
        return new ClassName(demand.amounts().entrySet().stream()
                .map(amount -> amount.getKey() + "-" + amount.getValue())
                .collect(Collectors.joining("-")));
    }

    /** The lower one of the two in the middle. */
    private static long median(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        sorted.sort(null);
        return sorted.get((sorted.size() - 1) / 2);
    }

    TaskClass of(TraceTask task) {
        return Objects.requireNonNull(byDemand.get(task.demand()));
    }

    /** The classes, by name. */
    public List<TaskClass> classes() {
        return List.copyOf(classes.values());
    }

    /** To how many significant binary digits amounts were rounded up; {@link #EXACT} if they were not. */
    public int digits() {
        return digits;
    }

    /** How many distinct demands there were. */
    public long demands() {
        return demands;
    }
}
