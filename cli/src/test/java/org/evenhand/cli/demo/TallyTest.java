package org.evenhand.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final Digest DIGEST = Digest.of("anything");

    private final Tally tally = new Tally();

    private static TaskRange range(long from, long to) {
        return TaskRange.parse("Org1MSP.client/1.0[" + from + "," + to + ")");
    }

    private static Fact queued(long from, long to) {
        Terms terms = new Terms(new ClassName("frame"), DIGEST, 0, 1, 0, 0, 0, 0, false, Terms.Deferral.NONE);
        return new TaskFact.Queued(new Fragment(range(from, to), terms));
    }

    private static Fact joined() {
        return new NodeFact.Joined(NODE, Resources.of(1_000, 0, 0, 0), 0, 0);
    }

    private static Fact finished(long from, long to) {
        return new TaskFact.Finished(range(from, to), NODE, 1, DIGEST);
    }

    private void round(Fact... facts) {
        tally.add(new RoundRecord(
                new PoolId("demo"),
                1,
                0,
                NODE,
                new TreeMap<>(),
                1,
                1,
                new RoundRecord.Chain(Digest.NONE, Digest.NONE, Digest.NONE),
                List.of(facts)));
    }

    @Test
    void a_task_that_was_queued_and_never_ended_is_open() {
        round(joined(), queued(0, 10), new TaskFact.Placed(range(0, 10), NODE), finished(0, 4));
        assertThat(tally.open()).isEqualTo(6);
        assertThat(tally.finished()).isEqualTo(4);
        assertThat(tally.duplicated()).isZero();
    }

    @Test
    void a_task_that_ended_twice_is_counted_even_when_the_sums_agree() {
        round(joined(), queued(0, 10), finished(0, 5), finished(3, 8));
        assertThat(tally.finished()).isEqualTo(10);
        assertThat(tally.duplicated()).isEqualTo(2);
        assertThat(tally.open()).isEqualTo(2);
    }

    @Test
    void a_task_that_ended_badly_is_not_open() {
        round(joined(), queued(0, 2), new TaskFact.Unplaceable(range(0, 1)), new TaskFact.Poisoned(range(1, 2), NODE));
        assertThat(tally.open()).isZero();
        assertThat(tally.failed()).isEqualTo(2);
    }
}
