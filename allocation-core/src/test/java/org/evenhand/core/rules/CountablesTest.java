package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Utilisation;
import org.junit.jupiter.api.Test;

/** What is counted in pieces is given out to the last one; thresholds are about what many share. */
class CountablesTest {
    private static final Policy DEFAULT = Policy.of(List.of(new MspId("Org1MSP")));
    private static final Resources TWO_GPUS = Resources.of(10_000, 8_192, 0, 0).with("gpu", 2);

    private final HandMadePool pool = new HandMadePool(
            new Policy(1, DEFAULT.members(), List.of("gpu"), DEFAULT.thresholds(), DEFAULT.timing(), DEFAULT.caps()),
            1);
    private final StreamId node = pool.join("node", TWO_GPUS);

    /** Long enough that none of it waits as backlog. */
    private final TaskClass training = pool.define(new TaskClass(
            new ClassName("training"), Resources.of(100, 16, 0, 0).with("gpu", 1), 3, 3_600_000, false, 3));

    private long placed() {
        return pool.decide().facts().stream()
                .filter(TaskFact.Placed.class::isInstance)
                .mapToLong(fact -> ((TaskFact) fact).range().size())
                .sum();
    }

    @Test
    void a_node_is_given_as_many_tasks_as_it_has_pieces_and_no_more() {
        pool.queue(training, 3);
        assertThat(placed()).isEqualTo(2);
    }

    @Test
    void a_node_that_does_something_else_is_given_a_task_for_its_last_piece() {
        pool.give(node, training, 1);
        pool.queue(training, 3);
        assertThat(placed()).isEqualTo(1);
    }

    @Test
    void pieces_that_are_all_in_use_are_no_overload() {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put("cpu", 100L);
        shares.put("gpu", 10_000L);
        assertThat(hotAfter(new Utilisation(shares))).isZero();
        shares.put("cpu", 10_000L);
        assertThat(hotAfter(new Utilisation(shares))).isEqualTo(1);
    }

    @Test
    void a_node_whose_pieces_are_all_in_use_is_light_for_tasks_that_need_none() {
        TaskClass frame =
                pool.define(new TaskClass(new ClassName("frame"), Resources.of(1_000, 16, 0, 0), 3, 60_000, false, 3));
        StreamId training = pool.join("training", TWO_GPUS);
        StreamId busy = pool.join("busy", TWO_GPUS);
        uses(training, "gpu", 10_000);
        uses(busy, "cpu", 6_500);
        pool.give(node, frame, 20);
        pool.judge(node, condition -> condition.withOverloaded(true));
        TreeMap<Long, StoredEntry> entries = new TreeMap<>();
        entries.put(1L, reportOf(new Utilisation(new TreeMap<>(Map.of("cpu", 9_900L)))));
        pool.name(node, new RoundInput.Evidence(1, entries));

        assertThat(pool.decide().facts())
                .filteredOn(TaskFact.Moved.class::isInstance)
                .first()
                .extracting(fact -> ((TaskFact.Moved) fact).to())
                .isEqualTo(training);
    }

    private void uses(StreamId user, String resource, long share) {
        Utilisation utilisation = new Utilisation(new TreeMap<>(Map.of(resource, share)));
        pool.state()
                .apply(new NodeFact.ReportSettled(
                        user,
                        new Observation(1, HandMadePool.NOW_MILLIS, utilisation, Resources.of(0, 0, 0, 0), List.of())));
    }

    private static StoredEntry reportOf(Utilisation utilisation) {
        StatusReport report = new StatusReport(HandMadePool.NOW_MILLIS, utilisation, List.of(), List.of(), List.of());
        return new StoredEntry(
                1, HandMadePool.NOW_MILLIS, Entry.builder().report(report).build());
    }

    private int hotAfter(Utilisation utilisation) {
        HandMadePool one = new HandMadePool(pool.policy(), 1);
        StreamId there = one.join("node", TWO_GPUS);
        TreeMap<Long, StoredEntry> entries = new TreeMap<>();
        entries.put(1L, reportOf(utilisation));
        one.name(there, new RoundInput.Evidence(1, entries));
        return one.decide().facts().stream()
                .filter(NodeFact.Judged.class::isInstance)
                .map(NodeFact.Judged.class::cast)
                .mapToInt(judged -> judged.condition().hotStreak())
                .findFirst()
                .orElse(0);
    }
}
