package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.state.PoolState;
import org.junit.jupiter.api.Test;

class ExpectedTimeTest {
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);
    private static final StreamId FRESH = StreamId.parse("Org1MSP.fresh");

    private final PoolState state = PoolState.empty();
    private int submissions;

    private void join(StreamId node) {
        state.apply(new NodeFact.Joined(node, Resources.of(4_000, 8_192, 0, 0), 0, 1));
    }

    private void runs(String name, long... meanMillis) {
        StreamId node = StreamId.parse("Org2MSP." + name);
        join(node);
        for (long mean : meanMillis) {
            submissions++;
            TaskRange range = TaskRange.of(new SubmissionId(FRESH, submissions, 0), 0, 1);
            Terms terms = Terms.queued(FRAME, Submission.of(FRAME.name(), 1, Digest.of("p")), 1, 1);
            state.apply(new TaskFact.Queued(new Fragment(range, terms)));
            state.apply(new TaskFact.Placed(range, node));
            state.apply(new TaskFact.Finished(range, node, mean, Digest.of("r")));
        }
    }

    private long expectedAtFresh() {
        Policy policy = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP")));
        RoundInput input = new RoundInput(2, policy, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Digest.NONE);
        Round round = new Round(state, input, Trace.NONE);
        return round.load(state.member(FRESH)).expectedMillis(FRAME);
    }

    @Test
    void a_node_without_a_history_is_expected_to_take_what_the_median_node_takes() {
        join(FRESH);
        runs("a", 800);
        runs("b", 900);
        runs("c", 2_000);

        assertThat(expectedAtFresh()).isEqualTo(900);
    }

    @Test
    void a_node_that_claims_to_be_fast_five_hundred_times_bends_nobody_elses_estimate() {
        join(FRESH);
        runs("a", 800);
        runs("b", 900);
        runs("liar", new long[500]);

        assertThat(expectedAtFresh()).isEqualTo(800);
    }

    @Test
    void of_two_nodes_the_slower_one_counts() {
        join(FRESH);
        runs("a", 800);
        runs("liar", 0);

        assertThat(expectedAtFresh()).isEqualTo(800);
    }

    @Test
    void what_nobody_has_run_is_expected_to_take_what_its_class_says() {
        join(FRESH);

        assertThat(expectedAtFresh()).isEqualTo(1_000);
    }
}
