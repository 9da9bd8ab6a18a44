package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.LedgerSize;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size that is carried along is the one that counting would find. */
final class LedgerSizeTest {
    private static final int BLOCKS = 60;
    private static final int KEYS = 12;

    private final Path folder;
    private final TestChannel channel;
    private FileLedger ledger;

    LedgerSizeTest(@TempDir Path folder) {
        this.folder = folder.resolve("ledger");
        this.channel = new TestChannel(folder);
        this.ledger = channel.openDefined(this.folder);
    }

    @Test
    void the_state_is_as_large_as_counting_finds_whatever_was_written_changed_and_deleted() {
        LedgerSize before = ledger.size();
        long seed = 7;
        Random random = new Random(seed);
        for (int block = 0; block < BLOCKS; block++) {
            String key = "key-" + random.nextInt(KEYS);
            ReadsAndWrites writes = random.nextInt(3) == 0
                    ? ReadsAndWrites.none().delete(key)
                    : ReadsAndWrites.put(key, "v".repeat(random.nextInt(50)));
            ledger.commit(List.of(channel.transaction(writes)));
            long[] counted = count();
            assertThat(ledger.size().stateKeys() - before.stateKeys())
                    .as("keys, seed %d block %d", seed, block)
                    .isEqualTo(counted[0]);
            assertThat(ledger.size().stateBytes() - before.stateBytes())
                    .as("bytes, seed %d block %d", seed, block)
                    .isEqualTo(counted[1]);
        }
        assertThat(ledger.size().blocks()).isEqualTo(before.blocks() + BLOCKS);
    }

    private long[] count() {
        long[] counted = new long[2];
        for (Iterator<KeyedValue> all = ledger.snapshot().range(TestChannel.CHAINCODE, "", ""); all.hasNext(); ) {
            KeyedValue found = all.next();
            counted[0]++;
            counted[1] += found.key().length() + found.value().size();
        }
        return counted;
    }

    @Test
    void the_blocks_take_what_their_files_do_and_a_restart_finds_the_same() throws Exception {
        ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k", "v"))));
        LedgerSize size = ledger.size();
        assertThat(size.blockBytes()).isEqualTo(Files.size(folder.resolve("blockfile_000000")));
        ledger.close();
        ledger = channel.open(folder);
        assertThat(ledger.size()).isEqualTo(size);
        ledger.close();
    }
}
