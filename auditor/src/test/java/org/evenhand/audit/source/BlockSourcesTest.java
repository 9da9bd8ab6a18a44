package org.evenhand.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.FindingCode;
import org.evenhand.audit.RecordedLedger;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockSourcesTest {
    @Test
    void fetched_blocks_are_put_in_order_whatever_their_files_are_called(@TempDir Path folder) throws Exception {
        List<Block> blocks = new ArrayList<>(RecordedLedger.blocks());
        Collections.shuffle(blocks, new Random(1));
        for (int i = 0; i < blocks.size(); i++) {
            Files.write(folder.resolve("fetched-" + i + ".block"), blocks.get(i).toByteArray());
        }

        var report = Auditor.verify(BlockSources.in(folder), RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.blocks()).isEqualTo(blocks.size());
    }

    @Test
    void a_file_that_is_no_block_comes_last(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a.block"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("b.block"), RecordedLedger.blocks().get(0).toByteArray());

        assertThat(origins(BlockSources.in(folder))).containsExactly("b.block", "a.block");
    }

    @Test
    void block_files_are_found_below_the_folder_and_read_on_from_one_to_the_next(@TempDir Path folder)
            throws Exception {
        List<Block> blocks = RecordedLedger.blocks();
        Path ledger = Files.createDirectories(folder.resolve("data").resolve("ledger"));
        Files.write(ledger.resolve("blockfile_000000"), RecordedLedger.file(blocks.subList(0, 20)));
        Files.write(ledger.resolve("blockfile_000001"), RecordedLedger.file(blocks.subList(20, blocks.size())));

        BlockSource source = BlockSources.in(folder);

        assertThat(source.description()).contains("ledger");
        assertThat(origins(source)).hasSize(blocks.size());
    }

    @Test
    void two_ledgers_below_one_folder_have_to_be_told_apart(@TempDir Path folder) throws Exception {
        for (String name : List.of("one", "two")) {
            Path ledger = Files.createDirectories(folder.resolve(name));
            Files.write(ledger.resolve("blockfile_000000"), new byte[0]);
        }

        assertThatThrownBy(() -> BlockSources.in(folder))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    @Test
    void a_folder_without_blocks_and_a_folder_that_is_not_there_are_missing_evidence(@TempDir Path folder)
            throws Exception {
        BlockSource empty = BlockSources.in(folder);

        assertThatThrownBy(empty::open).isInstanceOf(EvidenceException.class);
        assertThatThrownBy(() -> BlockSources.in(folder.resolve("nowhere"))).isInstanceOf(EvidenceException.class);
    }

    @Test
    void the_files_of_a_real_peer_hold_blocks_in_a_form_of_their_own(@TempDir Path folder) throws Exception {
        List<Block> blocks = RecordedLedger.blocks();
        Files.write(folder.resolve("blockfile_000000"), peerFile(blocks.subList(0, 30)));
        Files.write(folder.resolve("blockfile_000001"), peerFile(blocks.subList(30, blocks.size())));

        var report = Auditor.verify(BlockSources.in(folder), RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.blocks()).isEqualTo(blocks.size());
        assertThat(report.transactions()).isEqualTo(transactions(blocks));
    }

    @Test
    void a_peer_that_began_with_a_snapshot_has_blocks_of_that_form_too(@TempDir Path folder) throws Exception {
        // Block 10 starts with the byte with which a marshalled block would start.
        Files.write(
                folder.resolve("blockfile_000000"),
                peerFile(RecordedLedger.blocks().subList(10, 13)));

        var report = Auditor.verify(BlockSources.in(folder), RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.findings().get(0).code()).isEqualTo(FindingCode.GENESIS_MISSING);
        assertThat(report.blocks()).isEqualTo(3);
    }

    @Test
    void a_torn_last_write_of_a_real_peer_is_missing_evidence(@TempDir Path folder) throws Exception {
        byte[] whole = peerFile(RecordedLedger.blocks());
        for (int lost : new int[] {1, 100, 5_000}) {
            Files.write(folder.resolve("blockfile_000000"), Arrays.copyOf(whole, whole.length - lost));
            assertIncomplete(folder);
        }
        Files.write(folder.resolve("blockfile_000000"), Arrays.copyOf(whole, whole.length + 4_096));
        assertIncomplete(folder);
    }

    @Test
    void records_of_no_known_form_are_missing_evidence_and_no_accusation(@TempDir Path folder) throws Exception {
        byte[] junk = new byte[200];
        Arrays.fill(junk, (byte) 'x');
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(record);
        out.writeByteArrayNoTag(junk);
        out.flush();
        Files.write(folder.resolve("blockfile_000000"), record.toByteArray());
        assertIncomplete(folder);

        ByteArrayOutputStream later = new ByteArrayOutputStream();
        later.write(peerFile(RecordedLedger.blocks().subList(0, 3)));
        later.write(record.toByteArray());
        Files.write(folder.resolve("blockfile_000000"), later.toByteArray());
        assertIncomplete(folder);
    }

    private static void assertIncomplete(Path folder) throws Exception {
        var report = Auditor.verify(BlockSources.in(folder), RecordedLedger.trusting(), AuditProgress.NONE);
        assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.findings()).extracting(finding -> finding.code()).contains(FindingCode.EVIDENCE_INCOMPLETE);
    }

    private static long transactions(List<Block> blocks) {
        return blocks.stream()
                .mapToLong(block -> block.getData().getDataCount())
                .sum();
    }

    /** Writes blocks as {@code common/ledger/blkstorage/block_serialization.go} does. */
    private static byte[] peerFile(List<Block> blocks) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(file);
        for (Block block : blocks) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            CodedOutputStream fields = CodedOutputStream.newInstance(record);
            fields.writeUInt64NoTag(block.getHeader().getNumber());
            fields.writeBytesNoTag(block.getHeader().getDataHash());
            fields.writeBytesNoTag(block.getHeader().getPreviousHash());
            fields.writeUInt64NoTag(block.getData().getDataCount());
            for (ByteString envelope : block.getData().getDataList()) {
                fields.writeBytesNoTag(envelope);
            }
            fields.writeUInt64NoTag(block.getMetadata().getMetadataCount());
            for (ByteString metadata : block.getMetadata().getMetadataList()) {
                fields.writeBytesNoTag(metadata);
            }
            fields.flush();
            out.writeByteArrayNoTag(record.toByteArray());
        }
        out.flush();
        return file.toByteArray();
    }

    @Test
    void a_length_that_no_block_has_is_missing_evidence(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("blockfile_000000"), new byte[] {-1, -1, -1, -1, 127});

        assertThatThrownBy(() -> origins(new BlockFiles(folder))).isInstanceOf(EvidenceException.class);
    }

    private static List<String> origins(BlockSource source) throws EvidenceException {
        List<String> origins = new ArrayList<>();
        try (BlockStream stream = source.open()) {
            for (Optional<StoredBlock> block = stream.next(); block.isPresent(); block = stream.next()) {
                origins.add(block.get().origin());
            }
        }
        return origins;
    }
}
