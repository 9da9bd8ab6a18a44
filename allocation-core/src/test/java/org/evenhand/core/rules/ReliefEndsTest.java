package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.state.PoolState;
import org.junit.jupiter.api.Test;

/**
 * Relief under demand that stays, move by move: each makes {@code sum over nodes and resources of max(0, projected / P
 * - target)} strictly smaller, keeps to its limits, and in the end there is none left to make. Repeat one pool with
 * {@code -Dseed=...}.
 */
class ReliefEndsTest {
    private static final int POOLS = Integer.getInteger("pools", 40);

    /** All capacities divide it, so that shares of them are whole numbers. */
    private static final long WHOLE = 40_000;

    /** So many rounds without a move are more than any cool-down. */
    private static final int QUIET_ROUNDS = 6;

    private static final int ROUNDS_MAX = 80;

    /** How often foreign load changes. */
    private static final int WAVES = 6;

    private final TreeMap<String, Integer> tally = new TreeMap<>();

    private void note(String what) {
        tally.merge(what, 1, Integer::sum);
    }

    /** One pool on its way to rest. */
    private final class Watch {
        private final FixedDemandPool pool;
        private final TreeMap<StreamId, Long> coolUntilMillis = new TreeMap<>();
        private PoolState state;
        private long excess;

        Watch(long seed) {
            pool = new FixedDemandPool(seed);
            state = pool.state();
        }

        void heat() {
            pool.heat();
            state = pool.state();
            excess = excess(oracle(0));
            noteCoolDowns();
        }

        /** Moves of the round that took the new load in are not watched, but what they leave behind is. */
        private void noteCoolDowns() {
            state.nodes()
                    .forEach((id, node) ->
                            coolUntilMillis.put(id, node.condition().coolDownUntilMillis()));
        }

        private LoadOracle oracle(long nowMillis) {
            return new LoadOracle(state, pool.classes(), pool.policy(), nowMillis);
        }

        /** What every move must make smaller, in 40,000ths. */
        private long excess(LoadOracle oracle) {
            long sum = 0;
            for (NodeState node : state.nodes().values()) {
                for (var capacity : node.capacity().amounts().entrySet()) {
                    sum += oracle.excess(node.id(), capacity.getKey()) * (WHOLE / capacity.getValue());
                }
            }
            return sum;
        }

        void untilQuiet() {
            int quiet = 0;
            for (int rounds = 0; quiet < QUIET_ROUNDS; rounds++) {
                assertThat(rounds).as("rounds until relief ends").isLessThan(ROUNDS_MAX);
                quiet = round() == 0 ? quiet + 1 : 0;
            }
            requireNothingLeftToMove();
        }

        private int round() {
            state = pool.state();
            RoundRecord record = pool.round();
            TreeMap<StreamId, Integer> moves = new TreeMap<>();
            TreeMap<StreamId, Boolean> movedRunning = new TreeMap<>();
            for (Fact fact : record.facts()) {
                if (fact instanceof TaskFact.Moved moved) {
                    boolean running = requireAllowed(moved, record.timeMillis());
                    movedRunning.merge(moved.from(), running, Boolean::logicalOr);
                    moves.merge(moved.from(), 1, Integer::sum);
                    state.apply(fact);
                    requireGoodFor(moved, record.timeMillis());
                } else {
                    state.apply(fact);
                    assertThat(excess(oracle(record.timeMillis())))
                            .as(() -> "after " + fact)
                            .isEqualTo(excess);
                }
            }
            movedRunning.forEach((node, running) -> {
                if (running) {
                    long until = record.timeMillis() + pool.policy().timing().coolDownMillis();
                    coolUntilMillis.put(node, until);
                }
            });
            moves.values().forEach(this::requireWithinCap);
            return moves.size();
        }

        private void requireWithinCap(int moves) {
            Caps caps = pool.policy().caps();
            assertThat(moves).isLessThanOrEqualTo(caps.movesPerNodeAndRound());
            if (moves == caps.movesPerNodeAndRound()) {
                note("cap of a node and round reached");
            }
        }

        /** Whether the tasks ran; fails if they should not have been taken from where they were. */
        private boolean requireAllowed(TaskFact.Moved moved, long nowMillis) {
            NodeState from = state.member(moved.from());
            assertThat(from.condition().overloaded()).isTrue();
            boolean running =
                    from.observation().running().stream().anyMatch(one -> overlaps(one.range(), moved.range()));
            LoadOracle oracle = oracle(nowMillis);
            for (Fragment part : state.holdings(moved.from()).overlapping(moved.range())) {
                TaskClass taskClass = oracle.taskClass(part);
                assertThat(part.terms().moves()).isLessThan(pool.policy().caps().movesPerRange());
                note("moved " + (part.terms().moves() + 1) + " times");
                assertThat(!running || taskClass.movable()).isTrue();
                assertThat(taskClass.demand().amounts().keySet())
                        .as("what it uses, of which something is over")
                        .anyMatch(resource -> oracle.excess(moved.from(), resource) > 0);
            }
            if (running) {
                assertThat(nowMillis).isGreaterThanOrEqualTo(coolUntilMillis.getOrDefault(moved.from(), 0L));
            }
            note(running ? "running tasks moved" : "unstarted tasks moved");
            return running;
        }

        private void requireGoodFor(TaskFact.Moved moved, long nowMillis) {
            LoadOracle oracle = oracle(nowMillis);
            long now = excess(oracle);
            assertThat(now).as(() -> "excess after " + moved).isLessThan(excess);
            excess = now;
            Condition condition = state.member(moved.to()).condition();
            assertThat(condition.overloaded()).isFalse();
            for (Fragment part : state.holdings(moved.to()).overlapping(moved.range())) {
                TaskClass taskClass = oracle.taskClass(part);
                for (String resource : taskClass.demand().amounts().keySet()) {
                    assertThat(oracle.projected(moved.to(), resource))
                            .isLessThanOrEqualTo(oracle.target(moved.to(), resource));
                }
            }
        }

        /** Relief must not end early either: what it could still take fits nowhere else. */
        private void requireNothingLeftToMove() {
            LoadOracle oracle = oracle(
                    pool.state().member(state.nodes().firstKey()).observation().timeMillis());
            for (NodeState node : state.nodes().values()) {
                for (Fragment fragment : state.holdings(node.id()).fragments()) {
                    boolean wants = node.condition().overloaded()
                            && fragment.terms().moves() < pool.policy().caps().movesPerRange()
                            && isUnstarted(node, fragment.range())
                            && isOver(oracle, node.id(), oracle.taskClass(fragment));
                    if (wants) {
                        note("could leave, but fits nowhere");
                        requireFitsNowhere(oracle, node.id(), oracle.taskClass(fragment));
                    }
                }
            }
        }

        private boolean isUnstarted(NodeState node, TaskRange range) {
            return node.observation().running().stream().noneMatch(one -> overlaps(one.range(), range));
        }

        private boolean isOver(LoadOracle oracle, StreamId node, TaskClass taskClass) {
            long backlogMillis = pool.policy().timing().backlogMillis();
            return taskClass.demand().amounts().keySet().stream()
                    .anyMatch(resource -> oracle.excess(node, resource) > 0
                            && oracle.work(node, resource) > oracle.free(node, resource) * backlogMillis);
        }

        private void requireFitsNowhere(LoadOracle oracle, StreamId from, TaskClass taskClass) {
            for (NodeState other : state.nodes().values()) {
                if (!other.id().equals(from) && !other.condition().overloaded()) {
                    assertThat(oracle.roomForRelief(other.id(), taskClass, 1))
                            .as("room for %s of %s on %s", taskClass, from, other)
                            .isZero();
                }
            }
        }
    }

    private static boolean overlaps(TaskRange one, TaskRange other) {
        return one.submission().equals(other.submission()) && one.span().overlaps(other.span());
    }

    @Test
    void every_move_makes_the_excess_smaller_and_relief_ends_when_nothing_fits_elsewhere() {
        long first = Long.getLong("seed", 1L);
        long last = System.getProperty("seed") == null ? POOLS : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                Watch watch = new Watch(seed);
                for (int wave = 0; wave < WAVES; wave++) {
                    watch.heat();
                    watch.untilQuiet();
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dtest=ReliefEndsTest -Dseed=" + seed, e);
            }
        }
        System.out.println(POOLS + " pools: " + tally);
        if (last > first) {
            for (String what : List.of("running tasks moved", "unstarted tasks moved")) {
                assertThat(Objects.requireNonNull(tally.get(what))).as(what).isGreaterThan(POOLS);
            }
            assertThat(tally)
                    .containsKeys("cap of a node and round reached", "moved 2 times", "could leave, but fits nowhere");
        }
    }
}
