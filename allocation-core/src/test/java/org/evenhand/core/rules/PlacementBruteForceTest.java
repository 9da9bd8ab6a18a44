package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ObjLongConsumer;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.junit.jupiter.api.Test;

/**
 * Placement against every distribution there is, for small pools. What holds is more than "to within one task": with
 * drain times in whole microseconds, rounded up, <em>no</em> distribution of as many tasks within the nodes' room has a
 * lower highest level among the nodes that receive some. For let the best one end at level m. Filled to m, the nodes
 * take all tasks or more. The common level l is the highest to which they take no more than all. If m is at most l,
 * both take exactly all, each node the same. Else m is l + 1 or more, and the tasks left over at l end at l + 1.
 *
 * <p>Repeat one case with {@code -Dseed=...}.
 */
class PlacementBruteForceTest {
    private static final int CASES = Integer.getInteger("cases", 5_000);
    private static final int TASKS_MAX = 8;

    private final Tally tally = new Tally();

    /** What the cases were like, to see that they are worth something. */
    private static final class Tally {
        private long distributions;
        private int allPlaced;
        private int somePlaced;
        private int severalReceive;
        private int aloneOverTarget;
    }

    /** One pool, one class, and so many tasks of it that wait. */
    private record Case(HandMadePool pool, List<StreamId> nodes, TaskClass taskClass, long tasks) {
        static Case of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            HandMadePool pool = new HandMadePool(seed);
            boolean two = random.nextBoolean();
            TaskClass wanted = pool.define(taskClass("wanted", random, two));
            TaskClass other = pool.define(taskClass("other", random, two));
            List<StreamId> nodes = new ArrayList<>();
            for (int i = random.nextInt(2, 5); i > 0; i--) {
                nodes.add(node(pool, "node-" + i, random, other));
            }
            return new Case(pool, nodes, wanted, random.nextInt(1, TASKS_MAX + 1));
        }

        private static TaskClass taskClass(String name, SplittableRandom random, boolean two) {
            long memory = two ? random.nextInt(0, 1_200) : 0;
            Resources demand = Resources.of(random.nextInt(50, 1_200), memory, 0, 0);
            return new TaskClass(new ClassName(name), demand, 3, random.nextInt(50, 6_000), true, 3);
        }

        private static StreamId node(HandMadePool pool, String name, SplittableRandom random, TaskClass other) {
            Resources capacity = Resources.of(random.nextInt(500, 8_000), random.nextInt(500, 8_000), 0, 0);
            StreamId node = pool.join(name, capacity);
            Resources background = Resources.of(
                    random.nextInt(5) * capacity.amount("cpu") / 5,
                    random.nextInt(3) * capacity.amount("memory") / 5,
                    0,
                    0);
            List<Running> running = new ArrayList<>();
            for (int i = random.nextInt(-2, 3); i > 0; i--) {
                TaskRange given = pool.give(node, other, random.nextInt(1, 4));
                if (random.nextBoolean()) {
                    running.add(new Running(given.part(0, 1), random.nextInt(8_000)));
                }
            }
            pool.observe(node, random.nextInt(3_000), background, running);
            if (random.nextInt(5) == 0) {
                pool.judge(node, one -> one.withRampSince(HandMadePool.NOW_MILLIS - random.nextInt(1, 29_000)));
            }
            if (random.nextInt(12) == 0) {
                pool.judge(node, one -> one.withHealth(Condition.Health.STALE));
            }
            return node;
        }
    }

    private static void forEachCase(ObjLongConsumer<Case> check) {
        long first = Long.getLong("seed", 1L);
        long last = System.getProperty("seed") == null ? CASES : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                check.accept(Case.of(seed), seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dtest=PlacementBruteForceTest -Dseed=" + seed, e);
            }
        }
    }

    /** The lowest highest level of the nodes that receive work, over all distributions of so many tasks. */
    private long best(LoadOracle oracle, Case one, List<Long> rooms, int node, long tasks, long highest) {
        if (node == rooms.size()) {
            tally.distributions++;
            return tasks == 0 ? highest : Long.MAX_VALUE;
        }
        long best = Long.MAX_VALUE;
        for (long count = 0; count <= Math.min(tasks, rooms.get(node)); count++) {
            long level = count == 0 ? 0 : oracle.levelMicros(one.nodes().get(node), one.taskClass(), count);
            best = Math.min(best, best(oracle, one, rooms, node + 1, tasks - count, Math.max(highest, level)));
        }
        return best;
    }

    private void requireBest(Case one, List<Long> rooms, List<Long> counts) {
        LoadOracle oracle = one.pool().oracle();
        long fit = Math.min(one.tasks(), rooms.stream().mapToLong(room -> room).sum());
        long highest = 0;
        for (int i = 0; i < counts.size(); i++) {
            assertThat(counts.get(i)).as("tasks of %s", one.nodes().get(i)).isBetween(0L, rooms.get(i));
            if (counts.get(i) > 0) {
                highest = Math.max(highest, oracle.levelMicros(one.nodes().get(i), one.taskClass(), counts.get(i)));
            }
        }
        assertThat(counts.stream().mapToLong(count -> count).sum()).isEqualTo(fit);
        assertThat(highest).as("highest level").isEqualTo(best(oracle, one, rooms, 0, fit, 0));
        note(one, counts, fit, oracle);
    }

    private void note(Case one, List<Long> counts, long fit, LoadOracle oracle) {
        tally.allPlaced += fit == one.tasks() ? 1 : 0;
        tally.somePlaced += 0 < fit && fit < one.tasks() ? 1 : 0;
        tally.severalReceive += counts.stream().filter(count -> count > 0).count() > 1 ? 1 : 0;
        for (int i = 0; i < counts.size(); i++) {
            StreamId node = one.nodes().get(i);
            boolean alone = counts.get(i) == 1 && oracle.outstanding(node, "cpu") == 0;
            boolean over = oracle.free(node, "cpu") < one.taskClass().demand().amount("cpu");
            tally.aloneOverTarget += alone && over ? 1 : 0;
        }
    }

    private void requireVariety() {
        if (System.getProperty("seed") == null) {
            assertThat(tally.distributions).as("distributions looked at").isGreaterThan(10L * CASES);
            assertThat(tally.allPlaced).as("cases in which all fit").isGreaterThan(CASES / 5);
            assertThat(tally.somePlaced).as("cases in which some fit").isGreaterThan(CASES / 5);
            assertThat(tally.severalReceive)
                    .as("cases in which several receive")
                    .isGreaterThan(CASES / 3);
            assertThat(tally.aloneOverTarget).as("tasks larger than the target").isGreaterThan(CASES / 50);
        }
    }

    private static Vessel vessel(Round round, Case one, StreamId node, boolean relieving) {
        NodeLoad load = round.load(round.state().member(node));
        if (!load.node().isActive()) {
            return Vessel.closed(load, Trace.Verdict.NOT_ACTIVE);
        }
        if (relieving) {
            return Vessel.relieving(load, one.taskClass());
        }
        boolean idle = round.state().holdings(node).isEmpty();
        return Vessel.placing(load, one.taskClass(), round.timing().backlogMillis(), idle);
    }

    private static List<Long> filled(Case one, boolean relieving) {
        Round round = one.pool().round();
        List<Vessel> vessels = one.nodes().stream()
                .map(node -> vessel(round, one, node, relieving))
                .toList();
        return WaterFilling.fill(
                        vessels,
                        one.tasks(),
                        vessel -> round.lot(vessel.load().node().id().toString()))
                .counts();
    }

    @Test
    void no_distribution_has_a_lower_highest_level_than_what_water_filling_finds() {
        forEachCase((one, seed) -> {
            LoadOracle oracle = one.pool().oracle();
            List<Long> rooms = one.nodes().stream()
                    .map(node -> oracle.roomForPlacement(node, one.taskClass(), one.tasks()))
                    .toList();
            requireBest(one, rooms, filled(one, false));
        });
        requireVariety();
    }

    @Test
    void the_same_holds_for_the_narrower_room_that_relief_leaves() {
        forEachCase((one, seed) -> {
            LoadOracle oracle = one.pool().oracle();
            List<Long> rooms = one.nodes().stream()
                    .map(node -> oracle.roomForRelief(node, one.taskClass(), one.tasks()))
                    .toList();
            requireBest(one, rooms, filled(one, true));
        });
        assertThat(tally.distributions).isPositive();
    }

    @Test
    void the_phase_places_every_task_that_fits_and_none_of_them_better_elsewhere() {
        forEachCase((one, seed) -> {
            LoadOracle oracle = one.pool().oracle();
            List<Long> rooms = one.nodes().stream()
                    .map(node -> oracle.roomForPlacement(node, one.taskClass(), one.tasks()))
                    .toList();
            long[] counts = new long[one.nodes().size()];
            long deferred = 0;
            long first = 1 + seed % one.tasks();
            HandMadePool waiting = Case.of(seed).pool();
            waiting.queue(one.taskClass(), first);
            if (first < one.tasks()) {
                waiting.queue(one.taskClass(), one.tasks() - first);
            }
            for (var fact : waiting.decide().facts()) {
                if (fact instanceof TaskFact.Placed placed) {
                    counts[one.nodes().indexOf(placed.node())] += placed.range().size();
                } else if (fact instanceof TaskFact.Deferred late) {
                    deferred += late.range().size();
                }
            }
            List<Long> placed = Arrays.stream(counts).boxed().toList();
            requireBest(one, rooms, placed);
            assertThat(deferred)
                    .isEqualTo(one.tasks()
                            - placed.stream().mapToLong(count -> count).sum());
        });
        requireVariety();
    }
}
