package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;
import org.evenhand.core.model.WriterChange;
import org.evenhand.core.state.LedgerKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer changes its key and its address, and its entries are found again. */
class UpdateWriterTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final Caller OLD = TestLedger.owner(NODE);
    private static final Caller NEW = TestLedger.caller("Org1MSP", "node-1 with a new key");
    private static final Address ADDRESS = new Address("node-1.org1.example", 7_080);
    private static final String DRAIN = "{\"request\":{\"kind\":\"drain\"}}";

    private final TestLedger ledger = new TestLedger().found(Policy.of(List.of(new MspId("Org1MSP"))));

    @BeforeEach
    void the_stream_begins() {
        append(OLD, 1);
    }

    private Outcome append(Caller caller, long sequence) {
        return ledger.submit(
                caller, Functions.APPEND, TestLedger.POOL.name(), NODE.toString(), Long.toString(sequence), DRAIN);
    }

    private Outcome.Accepted update(Caller caller, WriterChange change) {
        return ledger.accept(
                caller,
                Functions.UPDATE_WRITER,
                TestLedger.POOL.name(),
                NODE.toString(),
                Bytes.of(change.toJson()).toString());
    }

    private Bytes query(String... call) {
        Request request = new Request(call[0], List.of(call).subList(1, call.length));
        return ((Outcome.Accepted) Contract.query(request, ledger)).response();
    }

    private Writer registered() throws MalformedException {
        Bytes answer = query(Functions.GET_STREAM, TestLedger.POOL.name(), NODE.toString());
        return StreamView.fromBytes(answer.toArray()).writer();
    }

    private EntryLocation entry(long sequence) throws MalformedException {
        Bytes answer = query(Functions.GET_ENTRY, TestLedger.POOL.name(), NODE.toString(), Long.toString(sequence));
        return EntryLocation.fromBytes(answer.toArray());
    }

    private static void requireNotYourKey(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(RefusalCode.NOT_YOUR_KEY));
    }

    @Test
    void after_a_change_of_keys_the_new_one_appends_and_the_old_one_does_not() {
        update(OLD, WriterChange.ofKey(NEW.key()));

        requireNotYourKey(append(OLD, 2));
        assertThat(append(NEW, 2)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_key_that_was_given_away_cannot_take_the_stream_back() {
        update(OLD, WriterChange.ofKey(NEW.key()));

        Outcome again = ledger.submit(
                OLD,
                Functions.UPDATE_WRITER,
                TestLedger.POOL.name(),
                NODE.toString(),
                Bytes.of(WriterChange.ofKey(OLD.key()).toJson()).toString());

        requireNotYourKey(again);
    }

    @Test
    void an_admin_of_the_organisation_replaces_a_lost_key_but_may_not_append_itself() {
        Caller admin = TestLedger.admin("Org1MSP");

        update(admin, WriterChange.ofKey(NEW.key()));

        requireNotYourKey(append(admin, 2));
        assertThat(append(NEW, 2)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void what_a_change_does_not_name_stays_as_it_was() throws MalformedException {
        assertThat(registered()).isEqualTo(new Writer(NODE.msp(), OLD.key(), Optional.empty()));

        update(OLD, WriterChange.ofAddress(ADDRESS));
        assertThat(registered()).isEqualTo(new Writer(NODE.msp(), OLD.key(), Optional.of(ADDRESS)));

        update(OLD, WriterChange.ofKey(NEW.key()));
        assertThat(registered()).isEqualTo(new Writer(NODE.msp(), NEW.key(), Optional.of(ADDRESS)));
    }

    @Test
    void a_writer_with_an_address_appends_like_any_other() {
        update(OLD, WriterChange.ofAddress(ADDRESS));

        assertThat(append(OLD, 2)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_change_touches_the_registration_alone_and_tells_everybody_what_it_is_now() {
        String key = LedgerKeys.writer(TestLedger.POOL, NODE);

        Outcome.Accepted updated = update(OLD, WriterChange.ofAddress(ADDRESS));

        assertThat(ledger.lastReads()).containsExactly(key);
        assertThat(updated.writes()).containsOnlyKeys(key);
        assertThat(updated.event().orElseThrow().name()).isEqualTo(EventNames.WRITER_UPDATED);
        assertThat(updated.event().orElseThrow().payload())
                .hasToString("{\"pool\":\"edge\",\"stream\":\"Org1MSP.node-1\","
                        + "\"writer\":{\"address\":\"node-1.org1.example:7080\",\"key\":\"" + OLD.key()
                        + "\",\"msp\":\"Org1MSP\"}}");
    }

    @Test
    void an_entry_is_found_even_after_its_slot_was_written_again() throws MalformedException {
        long firstMillis = ledger.nowMillis();
        String transaction = Digest.of("tx2").hex();
        assertThat(entry(1)).isEqualTo(new EntryLocation(NODE, 1, transaction, firstMillis));

        for (long sequence = 2; sequence <= Limits.STREAM_SLOTS + 1; sequence++) {
            ledger.pass(1);
            assertThat(append(OLD, sequence)).isInstanceOf(Outcome.Accepted.class);
        }

        assertThat(entry(1)).isEqualTo(new EntryLocation(NODE, 1, transaction, firstMillis));
        assertThat(entry(Limits.STREAM_SLOTS + 1).timeMillis()).isEqualTo(firstMillis + Limits.STREAM_SLOTS);
    }
}
