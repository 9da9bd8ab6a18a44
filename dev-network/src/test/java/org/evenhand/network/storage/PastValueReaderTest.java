package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PastValueReaderTest {
    @Test
    void blocks_are_read_one_by_one_and_only_as_far_as_somebody_looks(@TempDir Path folder) {
        TestChannel channel = new TestChannel(folder);
        History history = new History();
        List<Long> read = new ArrayList<>();
        try (FileLedger ledger = channel.openDefined(folder.resolve("ledger"))) {
            for (int block = 2; block < 7; block++) {
                ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k", "v" + block))));
                history.add(TestChannel.CHAINCODE, "k", new Version(block, 0));
            }
            PastValueReader reader = new PastValueReader(history, number -> {
                read.add(number);
                return ledger.block(number);
            });

            List<HistoricValue> values = reader.of(TestChannel.CHAINCODE, "k", 6);
            assertThat(values).hasSize(4);
            assertThat(read).isEmpty();

            assertThat(values.get(0).value().toStringUtf8()).isEqualTo("v5");
            assertThat(read).containsExactly(5L);
        }
    }
}
