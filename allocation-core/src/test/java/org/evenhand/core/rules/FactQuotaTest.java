package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.junit.jupiter.api.Test;

/** No phase uses up the facts that another needs: half to take, a quarter to recover, what is left to place. */
class FactQuotaTest {
    private static final int FACTS = 40;
    private static final StreamId WRITER = StreamId.parse("Org1MSP.writer");
    private static final Policy POLICY =
            Policy.of(List.of(new MspId("Org1MSP"))).withCaps(new Caps(256, FACTS, 3_000, 128, 5, 16, 16, 128, 256));
    private static final Resources CAPACITY = Resources.of(8_000, 8_192, 0, 0);

    private final HandMadePool pool = new HandMadePool(POLICY, 1);
    private final TaskClass frame =
            pool.define(new TaskClass(new ClassName("frame"), Resources.of(100, 10, 0, 0), 3, 1_000, true, 3));

    private void submit(int entries) {
        TreeMap<Long, StoredEntry> stored = new TreeMap<>();
        for (long sequence = 1; sequence <= entries; sequence++) {
            Entry entry = Entry.builder()
                    .submit(Submission.of(frame.name(), 1, Digest.of("payload")))
                    .build();
            stored.put(sequence, new StoredEntry(sequence, HandMadePool.NOW_MILLIS, entry));
        }
        pool.name(WRITER, new RoundInput.Evidence(entries, stored));
    }

    /** A node that has failed with so many ranges of its own. */
    private void fail(int ranges) {
        StreamId lost = pool.join("lost", CAPACITY);
        for (int i = 0; i < ranges; i++) {
            pool.give(lost, frame, 1);
        }
        pool.judge(lost, condition -> condition.withHealth(Health.FAILED));
    }

    private static long count(List<Fact> facts, Class<? extends Fact> kind) {
        return facts.stream().filter(kind::isInstance).count();
    }

    @Test
    void with_work_in_every_phase_each_decides_its_part() {
        List.of("a", "b", "c").forEach(name -> pool.join(name, CAPACITY));
        fail(30);
        submit(60);
        List<Fact> facts = pool.decide().facts();
        assertThat(count(facts, TaskFact.Queued.class)).isEqualTo(FACTS / 2);
        assertThat(facts).contains(new StreamFact.EntriesTaken(WRITER, FACTS / 2));
        assertThat(count(facts, TaskFact.Recovered.class)).isEqualTo(FACTS / 4);
        assertThat(count(facts, TaskFact.Placed.class)).isEqualTo(FACTS / 4);
    }

    @Test
    void placement_has_all_that_the_other_phases_leave() {
        pool.join("a", CAPACITY);
        for (int i = 0; i < 2 * FACTS; i++) {
            pool.queue(frame, 1);
        }
        assertThat(count(pool.decide().facts(), TaskFact.Placed.class)).isEqualTo(FACTS);
    }

    @Test
    void an_entry_that_was_begun_is_taken_whole() {
        pool.join("a", CAPACITY);
        Entry.Builder large = Entry.builder();
        for (int i = 0; i < FACTS; i++) {
            large.submit(Submission.of(frame.name(), 1, Digest.of("payload")));
        }
        TreeMap<Long, StoredEntry> stored = new TreeMap<>();
        stored.put(1L, new StoredEntry(1, HandMadePool.NOW_MILLIS, large.build()));
        stored.put(2L, new StoredEntry(2, HandMadePool.NOW_MILLIS, large.build()));
        pool.name(WRITER, new RoundInput.Evidence(2, stored));
        List<Fact> facts = pool.decide().facts();
        assertThat(count(facts, TaskFact.Queued.class)).isEqualTo(FACTS);
        assertThat(facts).contains(new StreamFact.EntriesTaken(WRITER, 1));
        assertThat(count(facts, TaskFact.Placed.class)).isEqualTo(FACTS / 4);
    }
}
