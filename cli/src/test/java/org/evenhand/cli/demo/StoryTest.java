package org.evenhand.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.junit.jupiter.api.Test;

/** The chapters, on a stage that only writes down what they do, and with rounds that the test decides. */
class StoryTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final StreamId OTHER = StreamId.parse("Org2MSP.node-2");
    private static final long MILLICORES = 200;
    private static final Digest DIGEST = Digest.of("anything");

    private final Tally tally = new Tally();
    private final Script stage = new Script();
    private final LongTasks work = new LongTasks(stage, tally);
    private final Overload overload = new Overload(NODE, MILLICORES, stage, tally, work);
    private final Loss loss = new Loss(NODE, stage, tally, work);

    StoryTest() {
        round(joined(NODE), joined(OTHER));
    }

    private static final class Script implements Stage {
        private final List<String> deeds = new ArrayList<>();
        private long nowNanos;

        @Override
        public long nanos() {
            return nowNanos;
        }

        void pass(long seconds) {
            nowNanos += TimeUnit.SECONDS.toNanos(seconds);
        }

        @Override
        public void say(String line) {}

        @Override
        public void submitLongTasks() {
            deeds.add("tasks");
        }

        @Override
        public void load(StreamId node, long millicores) {
            deeds.add("load " + millicores);
        }

        @Override
        public void kill(StreamId node) {
            deeds.add("kill " + node);
        }

        @Override
        public void startNewcomer() {
            deeds.add("start");
        }

        List<String> deeds() {
            List<String> since = List.copyOf(deeds);
            deeds.clear();
            return since;
        }
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

    private static Fact joined(StreamId node) {
        return new NodeFact.Joined(node, Resources.of(MILLICORES, 0, 0, 0), 0, 0);
    }

    private static TaskRange range(long from, long to) {
        return TaskRange.parse("Org1MSP.app/1.0[" + from + "," + to + ")");
    }

    private static Fact queued(long from, long to) {
        Terms terms = new Terms(DemoPool.TRAIN.name(), DIGEST, 0, 1, 0, 0, 0, 0, false, Terms.Deferral.NONE);
        return new TaskFact.Queued(new Fragment(range(from, to), terms));
    }

    private void place(long from, long to) {
        round(queued(from, to), new TaskFact.Placed(range(from, to), NODE));
    }

    private void report(int times) {
        for (int i = 0; i < times; i++) {
            round(new NodeFact.ReportSettled(NODE, Observation.none(0)));
        }
    }

    private void judge(boolean overloaded) {
        Condition condition = NodeState.joining(NODE, Resources.NONE, 0).condition();
        round(new NodeFact.Judged(NODE, condition.withOverloaded(overloaded)));
    }

    @Test
    void a_node_is_driven_once_it_has_something_to_move_and_until_that_was_moved() {
        overload.look(0.1);
        assertThat(stage.deeds()).isEmpty();
        overload.look(0.25);
        overload.look(0.3);
        assertThat(stage.deeds()).containsExactly("tasks");
        place(0, 1);
        overload.look(0.3);
        assertThat(stage.deeds()).containsExactly("load 180");
        judge(true);
        overload.look(0.9);
        assertThat(stage.deeds()).isEmpty();
        assertThat(overload.isTold()).isFalse();
        round(new TaskFact.Moved(range(0, 1), NODE, OTHER));
        overload.look(0.9);
        assertThat(stage.deeds()).containsExactly("load 0");
        assertThat(overload.isOver()).isTrue();
    }

    @Test
    void a_move_that_comes_at_once_leaves_the_load_on_for_a_while() {
        place(0, 1);
        overload.look(0.3);
        round(new TaskFact.Moved(range(0, 1), NODE, OTHER));
        overload.look(0.4);
        assertThat(stage.deeds()).containsExactly("tasks", "load 180");
        assertThat(overload.isTold()).isTrue();
        assertThat(overload.isOver()).isFalse();
        overload.look(Overload.ENDS_AT);
        assertThat(stage.deeds()).containsExactly("load 0");
    }

    @Test
    void a_load_that_does_not_show_is_raised_but_not_without_end() {
        place(0, 1);
        overload.look(0.3);
        stage.deeds();
        for (int i = 0; i < 10; i++) {
            report(Overload.REPORTS_PER_STEP - 1);
            overload.look(0.3);
            report(1);
            overload.look(0.3);
        }
        assertThat(stage.deeds()).containsExactly("load 300", "load 600", "load 1200");
    }

    @Test
    void work_that_waits_for_a_node_is_given_room_instead_of_company() {
        overload.look(0.3);
        round(queued(0, 1));
        stage.pass(60);
        overload.look(0.3);
        assertThat(stage.deeds()).containsExactly("tasks");
        assertThat(overload.needsRoom()).isTrue();
        round(new TaskFact.Placed(range(0, 1), NODE));
        overload.look(0.3);
        assertThat(overload.needsRoom()).isFalse();
        stage.pass(60);
        assertThat(overload.needsRoom()).isTrue();
        round(new TaskFact.Moved(range(0, 1), NODE, OTHER));
        assertThat(overload.needsRoom()).isFalse();
    }

    @Test
    void a_node_that_ended_its_work_too_soon_gets_new_work_before_it_is_driven_again() {
        place(0, 1);
        overload.look(0.3);
        round(new TaskFact.Finished(range(0, 1), NODE, 1, DIGEST));
        stage.pass(5);
        overload.look(0.4);
        overload.look(0.4);
        assertThat(stage.deeds()).containsExactly("tasks", "load 180", "load 0", "tasks");
        overload.look(0.4);
        assertThat(stage.deeds()).isEmpty();
        place(1, 2);
        overload.look(0.4);
        assertThat(stage.deeds()).containsExactly("load 180");
    }

    @Test
    void a_pool_that_never_relieves_does_not_hold_up_the_story_for_ever() {
        place(0, 1);
        overload.look(0.3);
        stage.pass(TimeUnit.NANOSECONDS.toSeconds(Overload.LIMIT_NANOS) + 1);
        overload.look(0.3);
        assertThat(overload.isTold()).isTrue();
        assertThat(overload.isOver()).isTrue();
        assertThat(stage.deeds()).endsWith("load 0");
    }

    @Test
    void a_node_is_killed_while_it_has_work_and_the_chapter_ends_when_that_is_placed_again() {
        loss.look(0.5);
        assertThat(stage.deeds()).containsExactly("tasks");
        place(0, 1);
        loss.look(0.5);
        assertThat(stage.deeds()).containsExactly("kill " + NODE);
        assertThat(loss.isTold()).isTrue();
        assertThat(loss.isOver()).isFalse();
        round(new TaskFact.Recovered(range(0, 1), NODE, TaskFact.Cause.NODE_FAILED));
        loss.look(0.6);
        assertThat(loss.isOver()).isTrue();
        assertThat(stage.deeds()).isEmpty();
    }

    @Test
    void a_loss_that_nobody_makes_good_is_given_up() {
        place(0, 1);
        loss.look(0.5);
        stage.pass(TimeUnit.NANOSECONDS.toSeconds(Loss.LIMIT_NANOS) + 1);
        loss.look(0.5);
        assertThat(loss.isOver()).isTrue();
    }

    @Test
    void the_story_goes_on_once_the_new_node_has_joined() throws IOException {
        StreamId newcomer = StreamId.parse("Org3MSP.node-9");
        Arrival arrival = new Arrival(newcomer, stage, tally);
        arrival.look(0.7);
        arrival.look(0.8);
        assertThat(stage.deeds()).containsExactly("start");
        assertThat(arrival.isOver()).isFalse();
        round(joined(newcomer));
        assertThat(arrival.isOver()).isTrue();
    }
}
