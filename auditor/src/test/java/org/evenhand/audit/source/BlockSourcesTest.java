package org.evenhand.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Auditor;
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

        var report = Auditor.verify(BlockSources.in(folder), AuditOptions.standard(), AuditProgress.NONE);

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
