package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.block.BlockSignature;
import org.evenhand.network.block.CommitHash;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileLedgerTest {
    private static TestChannel channel;

    private final Path folder;
    private FileLedger ledger;

    FileLedgerTest(@TempDir Path folder) {
        this.folder = folder;
        this.ledger = channel.openDefined(folder);
    }

    @BeforeAll
    static void makeChannel(@TempDir Path temp) {
        channel = new TestChannel(temp);
    }

    @BeforeEach
    void theDefinitionIsInForce() {
        assertThat(ledger.transactions(1))
                .extracting(CommittedTransaction::code)
                .containsExactly(TxValidationCode.VALID);
    }

    @Test
    void blocks_are_chained_signed_and_flagged_as_fabric_does() throws Exception {
        put("k", "v");
        for (long number = 1; number < ledger.height(); number++) {
            Block block = ledger.block(number);
            ByteString previous =
                    BlockHashes.headerHash(ledger.block(number - 1).getHeader());
            assertThat(block.getHeader().getNumber()).isEqualTo(number);
            assertThat(block.getHeader().getPreviousHash()).isEqualTo(previous);
            assertThat(block.getHeader().getDataHash()).isEqualTo(BlockHashes.dataHash(block.getData()));
            assertThat(block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE))
                    .isEqualTo(ByteString.copyFrom(new byte[1]));
            assertThat(CommitHash.of(block).size()).isEqualTo(32);
            assertThat(BlockSignature.signers(block, ledger.config().msps()))
                    .extracting(Identity::mspId)
                    .containsExactly("OrdererMSP");
        }
        assertThat(CommitHash.of(ledger.block(0))).isEqualTo(ByteString.EMPTY);
        assertThat(ledger.tipHash())
                .isEqualTo(BlockHashes.headerHash(ledger.block(2).getHeader()));
        assertThat(ledger.blockNumberByHash(ledger.tipHash())).contains(2L);
    }

    @Test
    void a_block_signature_does_not_cover_another_header() throws Exception {
        put("k", "v");
        Block block = ledger.block(2);
        Block moved = block.toBuilder()
                .setHeader(block.getHeader().toBuilder().setNumber(3))
                .build();
        assertThat(BlockSignature.signers(moved, ledger.config().msps())).isEmpty();
    }

    @Test
    void a_block_that_is_on_disk_but_could_not_be_applied_ends_the_ledger_until_it_is_opened_again() throws Exception {
        put("k", "before");
        failOnApply();
        Envelope written = channel.transaction(ReadsAndWrites.put("k", "written"));
        assertThatThrownBy(() -> ledger.commit(List.of(written))).isInstanceOf(OutOfMemoryError.class);

        Envelope next = channel.transaction(ReadsAndWrites.put("k", "next"));
        assertThatThrownBy(() -> ledger.commit(List.of(next)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open the ledger again");

        ledger.close();
        ledger = channel.open(folder);
        assertThat(value(ledger.snapshot(), "k")).isEqualTo("written");
        assertThat(ledger.height()).isEqualTo(4);
    }

    /** Nothing that a client sends makes applying fail: only a machine that fails does. */
    private void failOnApply() throws ReflectiveOperationException {
        Field recent = FileLedger.class.getDeclaredField("recent");
        recent.setAccessible(true);
        recent.set(ledger, new ConcurrentHashMap<Long, CommittedBlock>() {
            private static final long serialVersionUID = 1L;

            @Override
            public CommittedBlock put(Long number, CommittedBlock block) {
                throw new OutOfMemoryError("as if");
            }
        });
    }

    @Test
    void a_snapshot_stays_at_its_height() {
        put("k", "old");
        StateReader before = ledger.snapshot();
        put("k", "new");
        assertThat(value(before, "k")).isEqualTo("old");
        assertThat(before.height()).isEqualTo(3);
        assertThat(before.history(TestChannel.CHAINCODE, "k")).hasSize(1);
        assertThat(value(ledger.snapshot(), "k")).isEqualTo("new");
        assertThat(ledger.snapshot()
                        .get(TestChannel.CHAINCODE, "k")
                        .orElseThrow()
                        .version())
                .isEqualTo(new Version(3, 0));
    }

    @Test
    void a_deleted_key_is_gone_but_its_history_is_not() {
        put("k", "v");
        ledger.commit(List.of(channel.transaction(ReadsAndWrites.none().delete("k"))));
        assertThat(ledger.snapshot().get(TestChannel.CHAINCODE, "k")).isEmpty();
        assertThat(ledger.snapshot().history(TestChannel.CHAINCODE, "k"))
                .extracting(HistoricValue::deleted)
                .containsExactly(true, false);
    }

    @Test
    void history_comes_newest_first_with_ids_and_times() {
        Envelope first = channel.transaction(ReadsAndWrites.put("k", "1"));
        Envelope second = channel.transaction(ReadsAndWrites.put("k", "2"));
        ledger.commit(List.of(first, second));
        List<HistoricValue> history = ledger.snapshot().history(TestChannel.CHAINCODE, "k");
        assertThat(history).extracting(past -> past.value().toStringUtf8()).containsExactly("2", "1");
        assertThat(history)
                .extracting(HistoricValue::txId)
                .containsExactly(TransactionIds.of(second.toByteString()), TransactionIds.of(first.toByteString()));
        assertThat(history).extracting(HistoricValue::timestamp).doesNotContain(Timestamp.getDefaultInstance());
    }

    @Test
    void ranges_follow_the_order_of_utf8_bytes() {
        // U+FFFD sorts before U+1F600 in UTF-8, but after its surrogates in UTF-16.
        for (String key : List.of("b", "\uD83D\uDE00", "a", "\uFFFD", "a\u0000b")) {
            put(key, key);
        }
        assertThat(keys("", "")).containsExactly("a", "a\u0000b", "b", "\uFFFD", "\uD83D\uDE00");
        assertThat(keys("a", "b")).containsExactly("a", "a\u0000b");
        assertThat(keys("b", "")).containsExactly("b", "\uFFFD", "\uD83D\uDE00");
        assertThat(keys("x", "x")).isEmpty();
    }

    @Test
    void everything_is_there_again_after_a_restart() {
        put("a", "1");
        ledger.commit(List.of(
                channel.transaction(ReadsAndWrites.put("b", "2")),
                channel.transaction(ReadsAndWrites.none().readAbsent("a").write("b", "never"))));
        ByteString tip = ledger.tipHash();
        List<CommittedTransaction> transactions = ledger.transactions(3);
        ledger.close();
        ledger = channel.open(folder);
        assertThat(ledger.height()).isEqualTo(4);
        assertThat(ledger.tipHash()).isEqualTo(tip);
        assertThat(value(ledger.snapshot(), "a")).isEqualTo("1");
        assertThat(value(ledger.snapshot(), "b")).isEqualTo("2");
        assertThat(ledger.transactions(3)).isEqualTo(transactions);
        assertThat(ledger.transaction(transactions.get(1).txId())).contains(transactions.get(1));
        assertThat(ledger.snapshot().history(TestChannel.CHAINCODE, "b")).hasSize(1);
        put("c", "3");
        assertThat(ledger.height()).isEqualTo(5);
    }

    @Test
    void blocks_that_are_no_longer_remembered_are_read_from_the_file() {
        Block early = ledger.block(1);
        List<CommittedTransaction> earlyTransactions = ledger.transactions(1);
        IntStream.range(0, 40).forEach(i -> put("k" + i, "v"));
        assertThat(ledger.block(1)).isEqualTo(early).isNotSameAs(early);
        assertThat(ledger.transactions(1)).isEqualTo(earlyTransactions);
        assertThatThrownBy(() -> ledger.block(42))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("42");
        assertThatThrownBy(() -> ledger.block(-1)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void listeners_hear_of_each_block_once_in_order_even_if_one_fails() {
        List<Long> heard = new ArrayList<>();
        ledger.onCommit(block -> {
            throw new IllegalStateException("this listener always fails");
        });
        Ledger.Subscription subscription = ledger.onCommit(block -> heard.add(block.number()));
        put("a", "1");
        put("b", "2");
        subscription.close();
        put("c", "3");
        assertThat(heard).containsExactly(2L, 3L);
    }

    @Test
    void readers_beside_a_writer_see_whole_blocks_only() throws Exception {
        put("a", "start");
        ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("a", "0").write("b", "0"))));
        AtomicBoolean written = new AtomicBoolean();
        Callable<Integer> reader = () -> {
            int torn = 0;
            boolean last;
            do {
                last = written.get();
                StateReader state = ledger.snapshot();
                torn += value(state, "a").equals(value(state, "b")) ? 0 : 1;
                torn += state.history(TestChannel.CHAINCODE, "b").size() == state.height() - 3 ? 0 : 1;
            } while (!last);
            return torn;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> torn = List.of(threads.submit(reader), threads.submit(reader));
            for (int i = 1; i <= 20; i++) {
                String value = String.valueOf(i);
                ledger.commit(List.of(
                        channel.transaction(ReadsAndWrites.put("a", value).write("b", value))));
            }
            written.set(true);
            assertThat(torn.get(0).get()).isZero();
            assertThat(torn.get(1).get()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_definition_out_of_sequence_is_refused_before_it_is_sent() {
        assertThatThrownBy(() -> channel.define(ledger, TestChannel.CHAINCODE, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be sequence 2");
    }

    @Test
    void a_folder_has_one_writer() {
        assertThatThrownBy(() -> channel.open(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already open");
        ledger.close();
        ledger = channel.open(folder);
        assertThat(ledger.height()).isEqualTo(2);
    }

    @Test
    void a_closed_ledger_and_an_empty_batch_are_refused() {
        assertThatThrownBy(() -> ledger.commit(List.of())).isInstanceOf(IllegalArgumentException.class);
        Envelope transaction = channel.transaction(ReadsAndWrites.put("k", "v"));
        ledger.close();
        assertThatThrownBy(() -> ledger.commit(List.of(transaction))).isInstanceOf(IllegalStateException.class);
    }

    private CommittedBlock put(String key, String value) {
        return ledger.commit(List.of(channel.transaction(ReadsAndWrites.put(key, value))));
    }

    private List<String> keys(String start, String end) {
        List<String> keys = new ArrayList<>();
        ledger.snapshot()
                .range(TestChannel.CHAINCODE, start, end)
                .forEachRemaining((KeyedValue found) -> keys.add(found.key()));
        return keys;
    }

    private static String value(StateReader state, String key) {
        return state.get(TestChannel.CHAINCODE, key).orElseThrow().value().toStringUtf8();
    }
}
