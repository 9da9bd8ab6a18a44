package org.evenhand.node.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StatusReport.Failed;
import org.evenhand.core.model.StatusReport.Finished;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.junit.jupiter.api.Test;

class EntryRoomTest {
    private static final String LONGEST = "x".repeat(63);
    private static final StreamId STREAM = new StreamId(new MspId(LONGEST), LONGEST);
    private static final TaskRange RANGE = TaskRange.of(
            new SubmissionId(STREAM, Limits.COUNT_MAX, 999),
            Limits.TASKS_PER_SUBMISSION_MAX - 1L,
            Limits.TASKS_PER_SUBMISSION_MAX);

    private final Outbox outbox = new Outbox(STREAM);

    private static StatusReport report(int ranges) {
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < EntryRoom.RUNNING_RANGES_MAX; i++) {
            running.add(new Running(RANGE, Limits.DURATION_MAX_MILLIS));
        }
        List<Finished> finished = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        for (int i = 0; i < ranges; i++) {
            if (i % 2 == 0) {
                finished.add(new Finished(RANGE, Limits.DURATION_MAX_MILLIS, Digest.of("result")));
            } else {
                failed.add(new Failed(RANGE, LONGEST));
            }
        }
        TreeMap<String, Long> utilisation = new TreeMap<>();
        for (String name : resources().amounts().keySet()) {
            utilisation.put(name, (long) Limits.UTILISATION_MAX_BASIS_POINTS);
        }
        return new StatusReport(Limits.TIME_MAX_MILLIS, new Utilisation(utilisation), running, finished, failed);
    }

    private static Resources resources() {
        Resources all = Resources.of(Limits.AMOUNT_MAX, Limits.AMOUNT_MAX, Limits.AMOUNT_MAX, Limits.AMOUNT_MAX);
        for (int i = 0; i < Limits.COUNTABLES_MAX; i++) {
            all = all.with("countable-resource-" + i, Limits.AMOUNT_MAX);
        }
        return all;
    }

    private int bytesWith(int ranges) {
        Entry.Builder entry = Entry.builder().report(report(ranges));
        outbox.fill(entry);
        return Bytes.of(entry.build().toJson()).size();
    }

    @Test
    void a_full_letter_and_all_that_runs_leave_room_for_some_results() {
        Submission submission = new Submission(
                new ClassName(LONGEST),
                Limits.TASKS_PER_SUBMISSION_MAX,
                Digest.of("payload"),
                Limits.PRIORITY_MAX,
                Limits.TIME_MAX_MILLIS);
        List<Submission> letter = new ArrayList<>();
        for (int i = 0; i < Outbox.SUBMISSIONS_PER_ENTRY_MAX; i++) {
            letter.add(submission);
        }
        outbox.put(letter, new CompletableFuture<>());
        outbox.put(NodeRequest.register(resources()));
        outbox.take();
        int ranges = EntryRoom.resultRanges(outbox.bytes());
        assertThat(ranges).isBetween(50, EntryRoom.RESULT_RANGES_MAX - 1);
        assertThat(bytesWith(ranges)).isLessThanOrEqualTo(Limits.ENTRY_BYTES_MAX);
        assertThat(bytesWith(EntryRoom.RESULT_RANGES_MAX)).isGreaterThan(Limits.ENTRY_BYTES_MAX);
    }

    @Test
    void without_a_letter_there_is_room_for_the_most_results() {
        outbox.put(NodeRequest.register(resources()));
        outbox.take();
        assertThat(EntryRoom.resultRanges(outbox.bytes())).isEqualTo(EntryRoom.RESULT_RANGES_MAX);
        assertThat(bytesWith(EntryRoom.RESULT_RANGES_MAX)).isLessThanOrEqualTo(Limits.ENTRY_BYTES_MAX);
    }

    @Test
    void what_waits_is_bounded_and_the_rest_is_turned_away() {
        List<Submission> one = List.of(Submission.of(new ClassName("frame"), 1, Digest.of("payload")));
        for (int i = 0; i < Outbox.LETTERS_MAX; i++) {
            outbox.put(one, new CompletableFuture<>());
        }
        CompletableFuture<List<SubmissionId>> tooMuch = new CompletableFuture<>();
        outbox.put(one, tooMuch);
        assertThat(tooMuch).isCompletedExceptionally();
        NodeRequest drain = NodeRequest.of(NodeRequest.Kind.DRAIN);
        NodeRequest activate = NodeRequest.of(NodeRequest.Kind.ACTIVATE);
        for (int i = 0; i < Outbox.REQUESTS_MAX; i++) {
            assertThat(outbox.put(i % 2 == 0 ? drain : activate)).isTrue();
        }
        assertThat(outbox.put(activate)).isTrue();
        assertThat(outbox.put(drain)).isFalse();
    }
}
