package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.junit.jupiter.api.Test;

/** A stream gets onto the ledger by cancelling what can never be: the rules take that and change nothing. */
class EmptyCancellationTest {
    private static final StreamId STREAM = StreamId.parse("Org1MSP.client");

    @Test
    void a_cancellation_of_the_last_submission_there_could_be_is_answered_with_unknown_task()
            throws MalformedException {
        Entry entry = Entry.builder()
                .cancel(TaskRange.of(new SubmissionId(STREAM, Limits.COUNT_MAX, 0), 0, 1))
                .build();
        assertThat(Entry.fromJson(entry.toJson())).isEqualTo(entry);
        HandMadePool pool = new HandMadePool(1);
        TreeMap<Long, StoredEntry> entries = new TreeMap<>();
        entries.put(1L, new StoredEntry(1, HandMadePool.NOW_MILLIS, entry));
        pool.name(STREAM, new RoundInput.Evidence(1, entries));

        assertThat(pool.decide().facts())
                .filteredOn(StreamFact.ItemRejected.class::isInstance)
                .singleElement()
                .extracting(fact -> ((StreamFact.ItemRejected) fact).reason())
                .isEqualTo(RejectionReason.UNKNOWN_TASK);
    }
}
