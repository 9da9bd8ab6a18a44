package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.ledger.CorruptLedgerException;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger makes of files that are not as it left them. */
final class DamagedFilesTest {
    private static TestChannel channel;

    private final Path folder;

    DamagedFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void makeChannel(@TempDir Path temp) {
        channel = new TestChannel(temp);
    }

    @Test
    void a_write_that_was_cut_short_is_cut_off_wherever_it_broke() throws Exception {
        writeBlocks(3);
        byte[] before = Files.readAllBytes(blockFile(0));
        byte[] acknowledged = Files.readAllBytes(folder.resolve("acknowledged"));
        writeBlocks(1);
        byte[] after = Files.readAllBytes(blockFile(0));
        for (int kept = before.length; kept < after.length; kept += 97) {
            Files.write(blockFile(0), Arrays.copyOf(after, kept));
            Files.write(folder.resolve("acknowledged"), acknowledged);
            try (FileLedger ledger = channel.open(folder)) {
                assertThat(ledger.height()).as("%d bytes kept", kept).isEqualTo(5);
            }
            assertThat(Files.readAllBytes(blockFile(0))).isEqualTo(before);
        }
        writeBlocks(1);
        try (FileLedger ledger = channel.open(folder)) {
            assertThat(ledger.height()).isEqualTo(6);
        }
    }

    @Test
    void a_whole_block_that_nobody_was_told_of_stays() throws Exception {
        writeBlocks(3);
        byte[] acknowledged = Files.readAllBytes(folder.resolve("acknowledged"));
        writeBlocks(1);
        Files.write(folder.resolve("acknowledged"), acknowledged);
        try (FileLedger ledger = channel.open(folder)) {
            assertThat(ledger.height()).isEqualTo(6);
        }
    }

    @Test
    void acknowledged_blocks_that_are_missing_are_noticed() throws Exception {
        writeBlocks(3);
        byte[] whole = Files.readAllBytes(blockFile(0));
        writeBlocks(1);
        Files.write(blockFile(0), whole);
        assertThatThrownBy(() -> channel.open(folder))
                .isInstanceOf(CorruptLedgerException.class)
                .hasMessageContaining("acknowledged");
        Files.write(blockFile(0), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> channel.open(folder))
                .isInstanceOf(CorruptLedgerException.class)
                .hasMessageContaining("acknowledged");
        assertThat(Files.size(blockFile(0))).as("nothing is cut off").isEqualTo(whole.length - 1);
    }

    /**
     * Only what no hash covers may change unnoticed here: the orderer's signature, the certificates' checks are the
     * auditor's.
     */
    @Test
    void any_changed_byte_of_header_envelopes_or_flags_is_noticed() throws Exception {
        writeBlocks(2);
        byte[] good = Files.readAllBytes(blockFile(0));
        int[] covered = coveredBytes(good);
        Random random = new Random(20_260_101);
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            int position = covered[random.nextInt(covered.length)];
            bad[position] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(blockFile(0), bad);
            assertThatThrownBy(() -> channel.open(folder).close())
                    .as("byte %d", position)
                    .isInstanceOf(CorruptLedgerException.class);
        }
        Files.write(blockFile(0), good);
        channel.open(folder).close();
    }

    @Test
    void a_length_that_was_changed_in_the_middle_is_no_torn_write() throws Exception {
        writeBlocks(2);
        byte[] bytes = Files.readAllBytes(blockFile(0));
        bytes[1] |= 0x7f;
        bytes[2] |= 0x7f;
        Files.write(blockFile(0), bytes);
        assertThatThrownBy(() -> channel.open(folder)).isInstanceOf(CorruptLedgerException.class);
        assertThat(Files.size(blockFile(0))).isEqualTo(bytes.length);
    }

    @Test
    void trailing_rubbish_is_refused_and_never_read() throws Exception {
        writeBlocks(1);
        Files.write(blockFile(0), new byte[] {0, 1, 0}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> channel.open(folder))
                .isInstanceOf(CorruptLedgerException.class)
                .hasMessageContaining("block 3");
    }

    @Test
    void zeros_that_a_loss_of_power_left_behind_are_cut_off() throws Exception {
        writeBlocks(1);
        byte[] whole = Files.readAllBytes(blockFile(0));
        for (int zeros : new int[] {1, 4_096}) {
            Files.write(blockFile(0), new byte[zeros], StandardOpenOption.APPEND);
            try (FileLedger ledger = channel.open(folder)) {
                assertThat(ledger.height()).isEqualTo(3);
            }
            assertThat(Files.readAllBytes(blockFile(0))).isEqualTo(whole);
        }
    }

    @Test
    void a_last_block_of_full_length_that_lacks_pages_is_cut_off_unless_it_was_acknowledged() throws Exception {
        writeBlocks(1);
        int before = (int) Files.size(blockFile(0));
        byte[] acknowledgedBefore = Files.readAllBytes(folder.resolve("acknowledged"));
        writeBlocks(1);
        byte[] acknowledged = Files.readAllBytes(folder.resolve("acknowledged"));
        byte[] whole = Files.readAllBytes(blockFile(0));
        for (int from : new int[] {before + 3, before + 200, whole.length - 500}) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, from, Math.min(from + 700, torn.length), (byte) 0);

            Files.write(folder.resolve("acknowledged"), acknowledged);
            Files.write(blockFile(0), torn);
            assertThatThrownBy(() -> channel.open(folder)).isInstanceOf(CorruptLedgerException.class);
            assertThat(Files.size(blockFile(0))).isEqualTo(whole.length);

            Files.write(folder.resolve("acknowledged"), acknowledgedBefore);
            try (FileLedger ledger = channel.open(folder)) {
                assertThat(ledger.height()).as("zeros from %d", from).isEqualTo(3);
            }
            assertThat(Files.size(blockFile(0))).isEqualTo(before);
        }
    }

    @Test
    void a_damaged_block_before_the_last_is_no_torn_write_whatever_was_acknowledged() throws Exception {
        writeBlocks(2);
        byte[] bytes = Files.readAllBytes(blockFile(0));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 50, (byte) 0);
        Files.write(blockFile(0), bytes);
        Files.delete(folder.resolve("acknowledged"));
        assertThatThrownBy(() -> channel.open(folder)).isInstanceOf(CorruptLedgerException.class);
        assertThat(Files.size(blockFile(0))).isEqualTo(bytes.length);
    }

    @Test
    void files_roll_over_and_read_back_as_one_ledger() throws Exception {
        ByteString tip;
        try (FileLedger ledger = openWithSmallFiles()) {
            ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1)));
            for (int i = 0; i < 5; i++) {
                ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k", "v" + i))));
            }
            tip = ledger.tipHash();
        }
        assertThat(blockFile(6)).exists();
        try (FileLedger ledger = openWithSmallFiles()) {
            assertThat(ledger.tipHash()).isEqualTo(tip);
            assertThat(ledger.snapshot().history(TestChannel.CHAINCODE, "k")).hasSize(5);
            assertThat(ledger.block(3).getHeader().getNumber()).isEqualTo(3);
        }
        Files.delete(blockFile(6));
        assertThatThrownBy(this::openWithSmallFiles).isInstanceOf(CorruptLedgerException.class);
    }

    @Test
    void a_block_cut_short_in_a_file_that_is_not_the_last_is_no_torn_write() throws Exception {
        try (FileLedger ledger = openWithSmallFiles()) {
            ledger.commit(List.of(channel.define(ledger, TestChannel.CHAINCODE, 1)));
            ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k", "v"))));
        }
        byte[] middle = Files.readAllBytes(blockFile(1));
        Files.write(blockFile(1), Arrays.copyOf(middle, middle.length - 10));
        assertThatThrownBy(this::openWithSmallFiles)
                .isInstanceOf(CorruptLedgerException.class)
                .hasMessageContaining("not the last");
    }

    @Test
    void a_ledger_that_did_not_open_does_not_hold_the_folder() throws Exception {
        writeBlocks(1);
        byte[] good = Files.readAllBytes(blockFile(0));
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(blockFile(0), bad);
        assertThatThrownBy(() -> channel.open(folder)).isInstanceOf(CorruptLedgerException.class);
        Files.write(blockFile(0), good);
        try (FileLedger ledger = channel.open(folder)) {
            assertThat(ledger.height()).isEqualTo(3);
        }
    }

    private void writeBlocks(int count) {
        boolean fresh = Files.notExists(blockFile(0));
        try (FileLedger ledger = fresh ? channel.openDefined(folder) : channel.open(folder)) {
            for (int i = 0; i < count; i++) {
                ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k" + i, "v"))));
            }
        }
    }

    /** Positions in the header and the envelopes of all blocks. */
    private static int[] coveredBytes(byte[] file) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(file);
        List<Integer> covered = new ArrayList<>();
        while (!in.isAtEnd()) {
            int length = in.readRawVarint32();
            int start = in.getTotalBytesRead();
            Block block = Block.parseFrom(Arrays.copyOfRange(file, start, start + length));
            int metadata = block.getMetadata().getSerializedSize();
            for (int i = start; i < start + length - metadata; i++) {
                covered.add(i);
            }
            in.skipRawBytes(length);
        }
        return covered.stream().mapToInt(Integer::intValue).toArray();
    }

    private FileLedger openWithSmallFiles() {
        ChannelProfile profile =
                ChannelProfile.standard(TestChannel.CHANNEL, new Endpoint("orderer.example.com", 7050), Map.of());
        return FileLedger.open(
                folder,
                () -> GenesisBlock.of(profile, channel.crypto()),
                channel.crypto().orderer().node(),
                1000);
    }

    private Path blockFile(int index) {
        return folder.resolve("blockfile_00000" + index);
    }
}
