package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.statistics.NodeStatistics;
import org.junit.jupiter.api.Test;

/**
 * Eight nodes of two organisations, where a commit takes longer than one node would wait for another when all is well.
 */
class RacesTest {
    private static final long SLOW_MILLIS = 450;
    private static final int NODES = 8;

    private final TestPool pool = new TestPool();
    private final TreeMap<StreamId, AllocatorNode> nodes = new TreeMap<>();

    private static StreamId id(int number) {
        return StreamId.parse("Org" + (1 + number % 2) + "MSP.n" + number);
    }

    /** Starts the nodes, and lets them settle. */
    private void start(boolean oneProcess) {
        for (int i = 0; i < NODES; i++) {
            PoolFollower follower = oneProcess ? pool.pool : pool.follow();
            nodes.put(id(i), pool.node(id(i), new TimePassingExecutor(pool.timers, 1), follower));
            // Not in step, so that there is something to decide at any time.
            pool.timers.pass(130);
        }
        pool.timers.pass(5_000);
        pool.ledger.roundsTake(SLOW_MILLIS);
        pool.timers.pass(5_000);
    }

    private long lost() {
        return nodes.values().stream()
                .map(AllocatorNode::statistics)
                .mapToLong(NodeStatistics::roundsLost)
                .sum();
    }

    private List<RoundRecord> roundsIn(long millis) {
        int before = pool.ledger.rounds().size();
        pool.timers.pass(millis);
        return List.copyOf(
                pool.ledger.rounds().subList(before, pool.ledger.rounds().size()));
    }

    private static long longestPauseMillis(List<RoundRecord> rounds) {
        long longest = 0;
        for (int i = 1; i < rounds.size(); i++) {
            longest = Math.max(
                    longest, rounds.get(i).timeMillis() - rounds.get(i - 1).timeMillis());
        }
        return longest;
    }

    @Test
    void nodes_of_one_process_do_not_race_where_commits_are_slow() {
        start(true);
        long before = lost();
        assertThat(roundsIn(120_000).size()).isGreaterThan(200);
        assertThat(lost() - before).isZero();
    }

    @Test
    void nodes_of_many_processes_hardly_race_where_commits_are_slow() {
        start(false);
        long before = lost();
        assertThat(roundsIn(120_000).size()).isGreaterThan(200);
        assertThat(lost() - before).isZero();
    }

    @Test
    void every_node_leads_in_its_turn_and_no_organisation_keeps_the_head() {
        start(true);
        List<RoundRecord> rounds = roundsIn(60_000);
        TreeSet<StreamId> proposers = new TreeSet<>();
        rounds.forEach(round -> proposers.add(round.proposer()));
        assertThat(proposers).isEqualTo(nodes.keySet());
        for (RoundRecord round : rounds) {
            assertThat(round.proposer().msp().id()).isEqualTo("Org" + (1 + round.round() % 2) + "MSP");
        }
    }

    private void another_stands_in_soon(boolean oneProcess) {
        start(oneProcess);
        Objects.requireNonNull(nodes.get(id(0))).kill();
        // Nobody calls it silent yet.
        List<RoundRecord> rounds = roundsIn(3_500);
        assertThat(rounds.size()).isGreaterThanOrEqualTo(4);
        assertThat(longestPauseMillis(rounds)).isLessThan(2_000);
    }

    @Test
    void another_of_its_process_stands_in_soon_for_a_node_that_died_before_anybody_knows() {
        another_stands_in_soon(true);
    }

    @Test
    void another_process_stands_in_soon_for_a_node_that_died_before_anybody_knows() {
        another_stands_in_soon(false);
    }

    @Test
    void an_organisation_that_died_is_passed_over() {
        start(true);
        List<StreamId> dead = new ArrayList<>();
        nodes.forEach((id, node) -> {
            if (id.msp().id().equals("Org1MSP")) {
                node.kill();
                dead.add(id);
            }
        });
        List<RoundRecord> rounds = roundsIn(60_000);
        assertThat(rounds.size()).isGreaterThan(30);
        assertThat(rounds).map(RoundRecord::proposer).doesNotContainAnyElementsOf(dead);
        assertThat(longestPauseMillis(rounds)).isLessThan(4_000);
    }

    @Test
    void in_a_quiet_pool_the_elected_node_alone_proposes_when_something_comes_up() {
        nodes.put(TestPool.A, pool.node(TestPool.A));
        nodes.put(TestPool.B, pool.node(TestPool.B));
        pool.timers.pass(5_000);
        pool.ledger.roundsTake(SLOW_MILLIS);
        pool.timers.pass(5_000);
        long before = lost();
        List<RoundRecord> rounds = roundsIn(60_000);
        assertThat(rounds.size()).isGreaterThan(20);
        for (RoundRecord round : rounds) {
            assertThat(round.proposer().msp().id()).isEqualTo("Org" + (1 + round.round() % 2) + "MSP");
        }
        assertThat(lost() - before).isZero();
    }
}
