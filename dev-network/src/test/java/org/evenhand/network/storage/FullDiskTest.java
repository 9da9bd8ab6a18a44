package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.evenhand.network.orderer.Orderer;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.hyperledger.fabric.protos.common.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills up while a ledger is written: nothing is acknowledged that is not on it, and nothing is damaged.
 */
final class FullDiskTest {
    private static final long FILE_BYTES = 1L << 20;

    private static TestChannel channel;

    private final FailingDisk disk = new FailingDisk();
    private final Path folder;

    FullDiskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void makeChannel(@TempDir Path temp) {
        channel = new TestChannel(temp);
    }

    private FileLedger open() {
        return FileLedger.open(
                folder, channel::genesis, channel.crypto().orderer().node(), FILE_BYTES, disk);
    }

    private static void put(FileLedger ledger, String value) {
        ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k", value))));
    }

    private Path blockFile() {
        return folder.resolve("blockfile_000000");
    }

    @Test
    void a_block_that_does_not_fit_leaves_no_trace_wherever_the_disk_ended() throws Exception {
        try (FileLedger ledger = open()) {
            ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1)));
            put(ledger, "first");
        }
        byte[] before = Files.readAllBytes(blockFile());
        for (long left : new long[] {0, 1, 100, 1_500}) {
            try (FileLedger ledger = open()) {
                disk.leave(left);
                assertThatThrownBy(() -> put(ledger, "lost"))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("block 3 could not be written: " + FailingDisk.FULL);
                assertThat(ledger.height()).isEqualTo(3);
                assertThatThrownBy(() -> put(ledger, "after"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("open the ledger again");
            }
            assertThat(Files.readAllBytes(blockFile()))
                    .as("%d bytes left", left)
                    .isEqualTo(before);
            disk.leave(Long.MAX_VALUE);
        }
        try (FileLedger ledger = open()) {
            put(ledger, "second");
            assertThat(ledger.height()).isEqualTo(4);
            assertThat(ledger.snapshot().history(TestChannel.CHAINCODE, "k")).hasSize(2);
        }
    }

    @Test
    void what_cannot_be_taken_back_is_cut_off_at_the_next_start() throws Exception {
        long before;
        try (FileLedger ledger = open()) {
            before = Files.size(blockFile());
            disk.leave(700);
            disk.refuseToTruncate();
            assertThatThrownBy(() -> ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1))))
                    .hasMessageContaining(FailingDisk.FULL);
            assertThat(Files.size(blockFile())).isGreaterThan(before);
        }
        try (FileLedger ledger = channel.open(folder)) {
            assertThat(ledger.height()).isEqualTo(1);
            assertThat(Files.size(blockFile())).isEqualTo(before);
            ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1)));
        }
    }

    @Test
    void a_ledger_that_could_not_be_begun_is_begun_by_the_next_start() {
        disk.leave(2_000);
        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot begin a ledger in " + folder)
                .hasMessageContaining(FailingDisk.FULL);
        disk.leave(Long.MAX_VALUE);
        try (FileLedger ledger = open()) {
            assertThat(ledger.height()).isEqualTo(1);
        }
    }

    @Test
    void the_orderer_ends_says_why_and_accepts_nothing_more() {
        try (FileLedger ledger = open()) {
            ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1)));
            Orderer orderer = Orderer.start(ledger, true, Clock.systemUTC());
            CompletableFuture<Void> ended = orderer.ended();
            assertThat(orderer.submit(channel.transaction(ReadsAndWrites.put("k", "fits")))
                            .status())
                    .isEqualTo(Status.SUCCESS);
            while (ledger.height() < 3) {
                Thread.onSpinWait();
            }
            assertThat(ended).isNotDone();
            disk.leave(10);
            assertThat(orderer.submit(channel.transaction(ReadsAndWrites.put("k", "does not fit")))
                            .status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(ended)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining(FailingDisk.FULL);
            assertThat(orderer.submit(channel.transaction(ReadsAndWrites.put("k", "late")))
                            .info())
                    .isEqualTo("the ledger failed: block 3 could not be written: " + FailingDisk.FULL);
            orderer.close();
        }
    }

    @Test
    void an_orderer_that_is_closed_ends_without_a_failure() {
        try (FileLedger ledger = open()) {
            Orderer orderer = Orderer.start(ledger, true, Clock.systemUTC());
            CompletableFuture<Void> ended = orderer.ended();
            orderer.close();
            assertThat(ended).isCompleted();
        }
    }
}
