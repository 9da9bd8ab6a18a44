package org.evenhand.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.CommitStatusUnknownException;
import org.evenhand.client.EndorseFailedException;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.stream.FakeStreamLedger.Behaviour;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.Utilisation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StreamWriterTest {
    private static final StreamId STREAM = StreamId.parse("Org1MSP.client-1");
    private static final Backoff QUICK = new Backoff(4, Duration.ofMillis(1), Duration.ofMillis(2));

    private final FakeStreamLedger ledger = new FakeStreamLedger();
    private final StreamWriter writer = new StreamWriter(ledger, STREAM, QUICK, StreamLedger.Position.START);

    @Test
    void a_submission_gets_the_id_of_its_place_on_the_ledger() throws Exception {
        assertThat(done(writer.submit(submission(5)))).isEqualTo(new SubmissionId(STREAM, 1, 0));
        assertThat(done(writer.submit(submission(6)))).isEqualTo(new SubmissionId(STREAM, 2, 0));
    }

    @Test
    void one_entry_is_under_way_and_the_rest_shares_the_next() throws Exception {
        ledger.hold();
        List<CompletableFuture<SubmissionId>> ids = new ArrayList<>();
        for (int count = 1; count <= 5; count++) {
            ids.add(writer.submit(submission(count)));
        }
        assertThat(ledger.attempts).containsExactly(1L);
        ledger.release();
        assertThat(ledger.attempts).containsExactly(1L, 2L);
        ledger.release();

        assertThat(done(ids.get(0))).isEqualTo(new SubmissionId(STREAM, 1, 0));
        for (int i = 1; i < 5; i++) {
            SubmissionId id = done(ids.get(i));
            assertThat(id).isEqualTo(new SubmissionId(STREAM, 2, i - 1));
            assertThat(submissions(2).get(id.item()).count()).isEqualTo(i + 1);
        }
    }

    @Test
    void an_entry_stays_within_its_limits() throws Exception {
        ledger.hold();
        CompletableFuture<SubmissionId> first = writer.submit(submission(1));
        CompletableFuture<SubmissionId> lastOne = first;
        for (int i = 0; i < Limits.SUBMISSIONS_PER_ENTRY_MAX + 1; i++) {
            lastOne = writer.submit(submission(1));
        }
        ledger.release();
        ledger.release();
        ledger.release();

        assertThat(done(lastOne)).isEqualTo(new SubmissionId(STREAM, 3, 0));
        assertThat(submissions(2)).hasSize(Limits.SUBMISSIONS_PER_ENTRY_MAX);
    }

    @Test
    void two_reports_never_share_an_entry() throws Exception {
        ledger.hold();
        CompletableFuture<SubmissionId> first = writer.submit(submission(1));
        CompletableFuture<Appended> one = writer.write(report(1));
        CompletableFuture<Appended> other = writer.write(report(2));
        ledger.release();
        ledger.release();
        ledger.release();

        assertThat(done(first).sequence()).isEqualTo(1);
        assertThat(done(one).sequence()).isEqualTo(2);
        assertThat(done(other).sequence()).isEqualTo(3);
    }

    @Test
    void a_passing_failure_is_overcome_under_the_same_number() throws Exception {
        ledger.script.addAll(List.of(Behaviour.UNAVAILABLE, Behaviour.INVALID));

        assertThat(done(writer.submit(submission(1))).sequence()).isEqualTo(1);
        assertThat(ledger.attempts).containsExactly(1L, 1L, 1L);
    }

    @Test
    void an_unknown_outcome_is_resolved_by_asking_and_not_by_repeating() throws Exception {
        ledger.script.add(Behaviour.UNKNOWN_AND_COMMITTED);

        assertThat(done(writer.submit(submission(1))).sequence()).isEqualTo(1);
        assertThat(ledger.attempts).containsExactly(1L);
        assertThat(ledger.questions()).isEqualTo(1);
    }

    @Test
    void an_entry_that_was_lost_unheard_is_sent_again_under_its_number() throws Exception {
        ledger.script.add(Behaviour.UNKNOWN_AND_LOST);

        assertThat(done(writer.submit(submission(1))).sequence()).isEqualTo(1);
        assertThat(ledger.attempts).containsExactly(1L, 1L);
        assertThat(ledger.entries).hasSize(1);
    }

    @Test
    void an_outcome_that_stays_unknown_is_told_as_such() {
        for (int i = 0; i < QUICK.attemptsMax(); i++) {
            ledger.script.add(Behaviour.UNKNOWN_AND_LOST);
        }

        assertThatThrownBy(() -> done(writer.submit(submission(1))))
                .hasCauseInstanceOf(CommitStatusUnknownException.class);
    }

    @Test
    void a_stream_that_went_on_without_this_writer_is_caught_up_with() throws Exception {
        ledger.entries.put(1L, entry(9));
        ledger.entries.put(2L, entry(9));

        assertThat(done(writer.submit(submission(1))).sequence()).isEqualTo(3);
        assertThat(done(writer.submit(submission(1))).sequence()).isEqualTo(4);
    }

    @Test
    void anothers_entry_under_our_number_is_not_taken_for_ours() throws Exception {
        ledger.hold();
        ledger.script.add(Behaviour.UNKNOWN_AND_LOST);
        CompletableFuture<SubmissionId> ours = writer.submit(submission(1));
        ledger.release();
        ledger.entries.put(1L, entry(9));
        while (!ours.isDone()) {
            if (ledger.held() > 0) {
                ledger.release();
            }
            Thread.onSpinWait();
        }

        assertThat(done(ours).sequence()).isEqualTo(2);
    }

    @Test
    void what_is_refused_in_company_is_tried_alone_so_that_only_the_culprit_fails() throws Exception {
        ledger.hold();
        CompletableFuture<SubmissionId> before = writer.submit(submission(1));
        CompletableFuture<Appended> culprit = writer.write(report(1));
        CompletableFuture<SubmissionId> innocent = writer.submit(submission(2));
        ledger.release();
        ledger.script.addAll(List.of(Behaviour.REFUSED, Behaviour.REFUSED, Behaviour.WORKS));
        ledger.release();
        ledger.release();
        ledger.release();

        assertThat(done(before).sequence()).isEqualTo(1);
        assertThatThrownBy(() -> done(culprit)).hasCauseInstanceOf(EndorseFailedException.class);
        assertThat(done(innocent)).isEqualTo(new SubmissionId(STREAM, 2, 0));
    }

    @Test
    void a_writer_waits_for_the_rounds_before_it_overwrites_an_entry() throws Exception {
        for (int i = 0; i < Limits.STREAM_AHEAD_MAX; i++) {
            done(writer.submit(submission(1)));
        }
        CompletableFuture<SubmissionId> early = writer.submit(submission(1));
        assertThat(early).isNotDone();
        assertThat(ledger.last()).isEqualTo(Limits.STREAM_AHEAD_MAX);

        writer.roundTook(1);

        assertThat(done(early).sequence()).isEqualTo(Limits.STREAM_AHEAD_MAX + 1L);
        CompletableFuture<SubmissionId> next = writer.submit(submission(1));
        assertThat(next).isNotDone();
        ledger.take(2);
        assertThat(done(next).sequence()).isEqualTo(Limits.STREAM_AHEAD_MAX + 2L);
    }

    @Test
    void while_an_attempt_may_have_taken_effect_the_outcome_is_unknown_whatever_came_last() {
        ledger.script.add(Behaviour.UNKNOWN_AND_COMMITTED);
        ledger.lag(1);

        assertThatThrownBy(() -> done(writer.submit(submission(1))))
                .hasCauseInstanceOf(CommitStatusUnknownException.class);
        assertThat(ledger.entries).hasSize(1);
    }

    @Test
    void what_may_have_taken_effect_is_not_split_and_sent_again() throws Exception {
        ledger.hold();
        CompletableFuture<SubmissionId> before = writer.submit(submission(1));
        CompletableFuture<SubmissionId> one = writer.submit(submission(2));
        CompletableFuture<SubmissionId> other = writer.submit(submission(3));
        ledger.release();
        assertThat(done(before).sequence()).isEqualTo(1);
        ledger.script.add(Behaviour.UNKNOWN_AND_COMMITTED);
        ledger.lag(1);
        while (!one.isDone() || !other.isDone()) {
            if (ledger.held() > 0) {
                ledger.release();
            }
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> done(one)).hasCauseInstanceOf(CommitStatusUnknownException.class);
        assertThatThrownBy(() -> done(other)).hasCauseInstanceOf(CommitStatusUnknownException.class);
        assertThat(ledger.entries).hasSize(2);
    }

    @Test
    void nothing_is_lost_or_doubled_whatever_the_ledger_does() throws Exception {
        long seed = 20_260_301L;
        Random random = new Random(seed);
        Behaviour[] behaviours = {
            Behaviour.WORKS, Behaviour.UNAVAILABLE, Behaviour.UNKNOWN_AND_COMMITTED, Behaviour.UNKNOWN_AND_LOST
        };
        for (int i = 0; i < 600; i++) {
            ledger.script.add(behaviours[random.nextInt(behaviours.length)]);
        }
        ledger.leaveUnanswered(question -> random.nextInt(4) == 0);
        TreeMap<Long, SubmissionId> told = new TreeMap<>();
        TreeSet<Long> unknown = new TreeSet<>();
        for (long count = 1; count <= 200; count++) {
            writer.roundTook(writer.lastSequence());
            Throwable failure;
            do {
                // What certainly had no effect may be done again by whoever wanted it.
                ledger.lag(random.nextInt(2));
                failure = failureOf(count, told);
            } while (failure != null && !(failure instanceof CommitStatusUnknownException));
            if (failure != null) {
                unknown.add(count);
            }
        }

        TreeMap<Long, SubmissionId> onLedger = new TreeMap<>();
        ledger.entries.forEach((sequence, entry) -> {
            for (int item = 0; item < entry.submissions().size(); item++) {
                long count = entry.submissions().get(item).count();
                assertThat(onLedger.put(count, new SubmissionId(STREAM, sequence, item)))
                        .as("submission " + count + " is there once, seed " + seed)
                        .isNull();
            }
        });
        assertThat(unknown).as("seed " + seed).isNotEmpty();
        onLedger.keySet().removeAll(unknown);
        assertThat(onLedger).as("seed " + seed).isEqualTo(told);
    }

    /** Submits; notes the id, or says why there is none. */
    private @Nullable Throwable failureOf(long count, Map<Long, SubmissionId> told) throws Exception {
        try {
            told.put(count, done(writer.submit(submission(count))));
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void a_closed_writer_fails_what_waits_and_what_comes() throws Exception {
        ledger.hold();
        CompletableFuture<SubmissionId> underWay = writer.submit(submission(1));
        CompletableFuture<SubmissionId> waits = writer.submit(submission(1));
        writer.close();
        CompletableFuture<SubmissionId> late = writer.submit(submission(1));
        ledger.release();

        assertThat(done(underWay).sequence()).isEqualTo(1);
        assertThatThrownBy(() -> done(waits)).isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertThatThrownBy(() -> done(late)).isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertThat(ledger.attempts).hasSize(1);
    }

    @Test
    void what_no_entry_could_hold_is_turned_away_at_once() {
        assertThatThrownBy(() -> writer.write(Entry.builder().build())).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Submission> submissions(long sequence) {
        assertThat(ledger.entries).containsKey(sequence);
        return ledger.entries.getOrDefault(sequence, Entry.builder().build()).submissions();
    }

    private static Submission submission(long count) {
        return Submission.of(new ClassName("frame"), count, Digest.NONE);
    }

    private static Entry entry(long count) {
        return Entry.builder().submit(submission(count)).build();
    }

    private static Entry report(long timeMillis) {
        return Entry.builder()
                .report(new StatusReport(timeMillis, new Utilisation(new TreeMap<>()), List.of(), List.of(), List.of()))
                .build();
    }

    private static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
