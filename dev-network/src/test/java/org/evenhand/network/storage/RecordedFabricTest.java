package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.block.BlockSignature;
import org.evenhand.network.block.CommitHash;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.testing.RecordedFabric;
import org.evenhand.network.testing.TestChannel;
import org.evenhand.network.validation.BlockValidator;
import org.evenhand.network.validation.ConfigTransactions;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds everything that this module recomputes against 64 blocks of a real Fabric 3.1.5 network. */
final class RecordedFabricTest {
    private static final List<Block> BLOCKS = RecordedFabric.blocks();
    private static final Map<?, ?> EXPECTED = RecordedFabric.expected();

    private static final List<String> VALIDATED_CODES = new ArrayList<>();
    private static final List<ByteString> COMMIT_HASHES = new ArrayList<>();
    private static Tip tip = Tip.start((namespace, key, height) -> List.of());

    /** Validates every block as if it had just been ordered: what the real peer added to it is not looked at. */
    @BeforeAll
    static void validate() throws Exception {
        Set<String> seen = new HashSet<>();
        for (Block block : BLOCKS) {
            ValidatedBlock validated = block.getHeader().getNumber() == 0
                    ? BlockValidator.recorded(block, tip.state())
                    : BlockValidator.validate(
                            block,
                            tip.state(),
                            tip.configInForce(),
                            seen::contains,
                            ConfigTransactions.TAKEN_AS_ORDERED);
            for (int i = 0; i < validated.codes().size(); i++) {
                VALIDATED_CODES.add(block.getHeader().getNumber() + ":" + i + " "
                        + validated.codes().get(i));
            }
            seen.addAll(validated.txIds());
            ByteString commitHash = tip.commitHashAfter(validated);
            COMMIT_HASHES.add(commitHash);
            tip = tip.after(block, validated, commitHash);
        }
    }

    @Test
    void every_validation_code_is_the_peers() {
        List<String> expected = new ArrayList<>();
        for (Object block : RecordedFabric.list(EXPECTED, "blocks")) {
            int index = 0;
            for (Object transaction : RecordedFabric.list(block, "transactions")) {
                expected.add(((Map<?, ?>) block).get("number") + ":" + index++ + " "
                        + ((Map<?, ?>) transaction).get("name"));
            }
        }
        assertThat(VALIDATED_CODES).containsExactlyElementsOf(expected);
    }

    @Test
    void every_header_hash_and_data_hash_is_the_orderers() {
        for (int number = 0; number < BLOCKS.size(); number++) {
            Block block = BLOCKS.get(number);
            assertThat(hex(BlockHashes.headerHash(block.getHeader())))
                    .as("block %d", number)
                    .isEqualTo(expectedBlock(number).get("headerHash"));
            assertThat(BlockHashes.dataHash(block.getData()))
                    .isEqualTo(block.getHeader().getDataHash());
        }
    }

    @Test
    void every_commit_hash_is_the_peers() throws Exception {
        for (int number = 1; number < BLOCKS.size(); number++) {
            assertThat(hex(COMMIT_HASHES.get(number)))
                    .as("block %d", number)
                    .isEqualTo(expectedBlock(number).get("commitHash"))
                    .isEqualTo(hex(CommitHash.of(BLOCKS.get(number))));
        }
    }

    @Test
    void every_block_signature_is_an_orderers_that_the_policy_accepts() throws Exception {
        for (Block block : BLOCKS.subList(1, BLOCKS.size())) {
            List<Identity> signers =
                    BlockSignature.signers(block, tip.configInForce().msps());
            assertThat(tip.configInForce()
                            .policy("/Channel/Orderer/BlockValidation")
                            .satisfiedBy(signers))
                    .as("block %d, signed by %s", block.getHeader().getNumber(), signers)
                    .isTrue();
        }
    }

    @Test
    void the_final_public_state_is_the_peers() {
        Map<?, ?> expected = (Map<?, ?>) EXPECTED.get("state");
        Map<String, Map<String, Map<String, Object>>> actual = new TreeMap<>();
        for (Location location : tip.state().trees().keySet()) {
            if (!location.isHashed()) {
                actual.put(location.namespace(), described(location, false));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void the_final_private_hashes_are_the_peers() {
        Map<?, ?> expected = (Map<?, ?>) EXPECTED.get("privateHashes");
        Map<String, Map<String, Map<String, Object>>> actual = new TreeMap<>();
        for (Location location : tip.state().trees().keySet()) {
            if (location.isHashed()) {
                actual.put(location.namespace() + "$$h" + location.collection(), described(location, true));
            }
        }
        actual.values().removeIf(Map::isEmpty);
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void a_ledger_opens_files_of_these_blocks_and_finds_the_same_state(@TempDir Path temp) throws Exception {
        Path folder = Files.createDirectory(temp.resolve("ledger"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("blockfile_000000"))) {
            for (Block block : BLOCKS) {
                block.writeDelimitedTo(out);
            }
        }
        try (FileLedger ledger = new TestChannel(temp).open(folder)) {
            StateReader state = ledger.snapshot();
            assertThat(state.height()).isEqualTo(BLOCKS.size());
            assertThat(((LedgerState) state).trees().keySet())
                    .isEqualTo(tip.state().trees().keySet());
            Iterator<KeyedValue> keys = tip.state().range("ledger", "", "");
            assertThat(keys).hasNext();
            keys.forEachRemaining(value -> assertThat(
                            state.get("ledger", value.key()).orElseThrow().version())
                    .isEqualTo(value.version()));
        }
    }

    /** The keys of a location as {@code expected.json} describes them. */
    private static Map<String, Map<String, Object>> described(Location location, boolean hashed) {
        Map<String, Map<String, Object>> described = new TreeMap<>();
        tip.state().range(location, "", "").forEachRemaining(found -> {
            VersionedValue value = tip.state().get(location, found.key()).orElseThrow();
            Map<String, Object> entry = new TreeMap<>();
            entry.put(
                    "sha256",
                    hashed
                            ? hex(value.value())
                            : HexFormat.of()
                                    .formatHex(BlockHashes.sha256()
                                            .digest(value.value().toByteArray())));
            entry.put(
                    "version", List.of(value.version().block(), value.version().transaction()));
            if (!value.metadata().isEmpty()) {
                entry.put("metadata", hex(value.metadata()));
            }
            byte[] keyBytes = found.key().getBytes(StandardCharsets.ISO_8859_1);
            described.put(hashed ? HexFormat.of().formatHex(keyBytes) : found.key(), entry);
        });
        return described;
    }

    private static Map<?, ?> expectedBlock(int number) {
        return (Map<?, ?>) RecordedFabric.list(EXPECTED, "blocks").get(number);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
