package org.evenhand.node.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.StatusReport.Failed;
import org.evenhand.core.model.StatusReport.Finished;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.Progress;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");
    private static final Digest PAYLOAD = Digest.of("payload");

    private final Results results = new Results();

    private void finish(long from, long to, long eachMillis) {
        results.add(
                WORK,
                PAYLOAD,
                new Progress(RangeSet.of(from, to), (to - from) * eachMillis, new TreeMap<>(), RangeSet.empty(), 0));
    }

    private void fail(long from, long to, String reason) {
        TreeMap<String, RangeSet> failed = new TreeMap<>();
        failed.put(reason, RangeSet.of(from, to));
        results.add(WORK, PAYLOAD, new Progress(RangeSet.empty(), 0, failed, RangeSet.empty(), 0));
    }

    private static List<Finished> told(ResultBatch batch) {
        return batch.finished((payload, range) -> Digest.of(payload.hex() + range));
    }

    private List<TaskRange> takeRanges() {
        return told(results.take(100)).stream().map(Finished::range).toList();
    }

    private static TaskRange range(long from, long to) {
        return TaskRange.of(WORK, from, to);
    }

    @Test
    void neighbours_are_told_as_one_range_with_their_mean_time() {
        finish(0, 3, 10);
        finish(3, 4, 30);
        assertThat(told(results.take(100)))
                .containsExactly(new Finished(range(0, 4), 15, Digest.of(PAYLOAD.hex() + range(0, 4))));
    }

    @Test
    void what_was_told_is_not_told_again() {
        finish(0, 3, 10);
        takeRanges();
        results.committed(1);
        assertThat(results.hasPending()).isFalse();
        finish(3, 4, 10);
        assertThat(takeRanges()).containsExactly(range(3, 4));
    }

    @Test
    void what_was_not_committed_is_told_in_the_next_report() {
        finish(0, 3, 10);
        fail(7, 8, "no-luck");
        results.take(100);
        finish(3, 5, 10);
        results.notCommitted();
        ResultBatch next = results.take(100);
        assertThat(told(next)).extracting(Finished::range).containsExactly(range(0, 5));
        assertThat(next.failed()).containsExactly(new Failed(range(7, 8), "no-luck"));
    }

    @Test
    void what_an_attempt_told_that_was_committed_after_all_is_not_told_twice() {
        finish(0, 3, 10);
        fail(7, 9, "no-luck");
        ResultBatch attempt = results.take(100);
        results.notCommitted();
        finish(3, 5, 10);
        results.forget(range(8, 9));
        results.committed(6, attempt);
        ResultBatch next = results.take(100);
        assertThat(told(next)).extracting(Finished::range).containsExactly(range(3, 5));
        assertThat(next.failed()).isEmpty();
        results.committed(7);
        results.taken(6);
        ResultBatch again = results.take(100);
        assertThat(told(again)).extracting(Finished::range).containsExactly(range(0, 3));
        assertThat(again.failed()).containsExactly(new Failed(range(7, 8), "no-luck"));
    }

    @Test
    void only_one_report_is_on_its_way() {
        finish(0, 3, 10);
        results.take(100);
        assertThatThrownBy(() -> results.take(100)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_report_has_room_for_so_many_ranges_and_the_rest_waits() {
        finish(0, 1, 10);
        finish(2, 3, 10);
        fail(4, 5, "no-luck");
        assertThat(takeRanges()).containsExactly(range(0, 1), range(2, 3));
        results.committed(1);
        finish(6, 7, 10);
        finish(8, 9, 10);
        ResultBatch second = results.take(1);
        assertThat(second.failed()).isEmpty();
        assertThat(told(second)).extracting(Finished::range).containsExactly(range(6, 7));
        results.committed(2);
        ResultBatch third = results.take(100);
        assertThat(told(third)).extracting(Finished::range).containsExactly(range(8, 9));
        assertThat(results.hasPending()).isFalse();
    }

    @Test
    void what_a_round_took_and_did_not_settle_is_told_again() {
        finish(0, 3, 10);
        takeRanges();
        results.committed(4);
        results.forget(range(0, 2));
        results.taken(4);
        assertThat(takeRanges()).containsExactly(range(2, 3));
    }

    @Test
    void what_is_taken_away_is_forgotten_wherever_it_is() {
        finish(0, 3, 10);
        takeRanges();
        results.committed(1);
        finish(3, 6, 10);
        results.take(100);
        finish(6, 9, 10);
        results.forget(range(0, 8));
        results.notCommitted();
        results.taken(1);
        assertThat(takeRanges()).containsExactly(range(8, 9));
    }
}
