package org.evenhand.network.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.evenhand.network.testing.MapState;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private static final String NS = "cc";

    private final MapState state = new MapState();

    @Test
    void notes_reads_with_the_versions_they_saw_and_without_one_where_nothing_was() throws Exception {
        Simulator simulator = simulator(state.with("b", "1", 3));

        assertThat(simulator.get(NS, "b").toStringUtf8()).isEqualTo("1");
        assertThat(simulator.get(NS, "a")).isEqualTo(ByteString.EMPTY);

        KVRWSet set = only(simulator);
        assertThat(set.getReadsList()).extracting(KVRead::getKey).containsExactly("a", "b");
        assertThat(set.getReads(0).hasVersion()).isFalse();
        assertThat(set.getReads(1).getVersion().getBlockNum()).isEqualTo(7);
        assertThat(set.getReads(1).getVersion().getTxNum()).isEqualTo(3);
    }

    @Test
    void does_not_see_its_own_writes() throws Exception {
        Simulator simulator = simulator(state.with("a", "old", 0));

        simulator.put(NS, "a", ByteString.copyFromUtf8("new"));

        assertThat(simulator.get(NS, "a").toStringUtf8()).isEqualTo("old");
    }

    @Test
    void keeps_the_last_write_to_a_key_and_takes_an_empty_value_for_a_deletion() throws Exception {
        Simulator simulator = simulator(state);

        simulator.put(NS, "b", ByteString.copyFromUtf8("1"));
        simulator.put(NS, "b", ByteString.copyFromUtf8("2"));
        simulator.put(NS, "a", ByteString.EMPTY);

        KVRWSet set = only(simulator);
        assertThat(set.getWritesList())
                .containsExactly(
                        KVWrite.newBuilder().setKey("a").setIsDelete(true).build(),
                        KVWrite.newBuilder()
                                .setKey("b")
                                .setValue(ByteString.copyFromUtf8("2"))
                                .build());
    }

    @Test
    void sorts_keys_by_their_utf8_bytes_and_namespaces_too() throws Exception {
        Simulator simulator = simulator(state);
        String surrogates = new String(Character.toChars(0x1F600));

        simulator.get("z", "\uFFFD");
        simulator.get("z", surrogates);
        simulator.get("_a", "k");

        TxReadWriteSet set = TxReadWriteSet.parseFrom(simulator.results());
        assertThat(set.getNsRwset(0).getNamespace()).isEqualTo("_a");
        assertThat(KVRWSet.parseFrom(set.getNsRwset(1).getRwset()).getReadsList())
                .extracting(KVRead::getKey)
                .containsExactly("\uFFFD", surrogates);
    }

    @Test
    void describes_an_exhausted_range_by_the_requested_end_and_its_raw_reads() throws Exception {
        Simulator simulator =
                simulator(state.with("a", "1", 0).with("b", "2", 1).with("z", "3", 2));

        ResultCursor cursor = simulator.range(NS, "a", "m");
        while (cursor.next().isPresent()) {}

        RangeQueryInfo query = only(simulator).getRangeQueriesInfo(0);
        assertThat(query.getStartKey()).isEqualTo("a");
        assertThat(query.getEndKey()).isEqualTo("m");
        assertThat(query.getItrExhausted()).isTrue();
        assertThat(query.getRawReads().getKvReadsList())
                .extracting(KVRead::getKey)
                .containsExactly("a", "b");
    }

    @Test
    void describes_an_unfinished_range_by_the_last_key_it_returned() throws Exception {
        Simulator simulator = simulator(state.with("a", "1", 0).with("b", "2", 1));

        simulator.range(NS, "", "").next();

        RangeQueryInfo query = only(simulator).getRangeQueriesInfo(0);
        assertThat(query.getEndKey()).isEqualTo("a");
        assertThat(query.getItrExhausted()).isFalse();
    }

    @Test
    void leaves_the_reads_out_when_a_range_is_empty() throws Exception {
        Simulator simulator = simulator(state);

        simulator.range(NS, "a", "b").next();

        assertThat(only(simulator).getRangeQueriesInfo(0).getReadsInfoCase())
                .isEqualTo(RangeQueryInfo.ReadsInfoCase.READSINFO_NOT_SET);
    }

    @Test
    void sums_up_more_than_fifty_results() throws Exception {
        for (int i = 0; i < 51; i++) {
            state.with("k" + (100 + i), "v", i);
        }
        Simulator simulator = simulator(state);

        ResultCursor cursor = simulator.range(NS, "", "");
        while (cursor.next().isPresent()) {}

        RangeQueryInfo query = only(simulator).getRangeQueriesInfo(0);
        assertThat(query.getReadsMerkleHashes().getMaxDegree()).isEqualTo(50);
        assertThat(query.getReadsMerkleHashes().getMaxLevelHashesCount()).isEqualTo(1);
    }

    @Test
    void refuses_to_write_after_a_page_and_to_page_after_a_write() throws Exception {
        Simulator paging = simulator(state);
        paging.page(NS, "", "", 10);
        Simulator writing = simulator(state);
        writing.put(NS, "a", ByteString.copyFromUtf8("1"));

        assertThatThrownBy(() -> paging.put(NS, "a", ByteString.EMPTY))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("Writes are not allowed");
        assertThatThrownBy(() -> writing.page(NS, "", "", 10))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void gives_the_next_key_as_the_bookmark_of_a_page() throws Exception {
        Simulator simulator =
                simulator(state.with("a", "1", 0).with("b", "2", 1).with("c", "3", 2));

        ResultCursor page = simulator.page(NS, "", "", 2);
        page.next();
        page.next();

        assertThat(page.bookmark()).isEqualTo("c");
    }

    private static Simulator simulator(MapState state) {
        return new Simulator(state, "tx");
    }

    private static KVRWSet only(Simulator simulator) throws InvalidProtocolBufferException {
        TxReadWriteSet set = TxReadWriteSet.parseFrom(simulator.results());
        assertThat(set.getNsRwsetCount()).isEqualTo(1);
        return KVRWSet.parseFrom(set.getNsRwset(0).getRwset());
    }
}
