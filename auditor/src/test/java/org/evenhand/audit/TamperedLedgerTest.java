package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.evenhand.audit.source.BlockFolder;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test changes one thing in blocks that are otherwise genuine; each check is thus shown to fail. */
class TamperedLedgerTest {
    private static final int VICTIM = 17;

    private final List<Block> blocks = RecordedLedger.blocks();

    @Test
    void a_missing_block_is_named(@TempDir Path folder) throws Exception {
        blocks.remove(VICTIM);

        assertCodes(RecordedLedger.audit(folder, blocks), FindingCode.BLOCK_NUMBER_UNEXPECTED);
    }

    @Test
    void a_repeated_block_is_named(@TempDir Path folder) throws Exception {
        blocks.add(VICTIM, blocks.get(VICTIM));

        assertCodes(RecordedLedger.audit(folder, blocks), FindingCode.BLOCK_NUMBER_UNEXPECTED);
    }

    @Test
    void a_ledger_without_its_first_block_is_incomplete(@TempDir Path folder) throws Exception {
        blocks.remove(0);

        AuditReport report = RecordedLedger.audit(folder, blocks);

        assertCodes(report, FindingCode.GENESIS_MISSING);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
    }

    @Test
    void another_previous_hash_breaks_the_chain_and_the_signature(@TempDir Path folder) throws Exception {
        Block block = blocks.get(VICTIM);
        blocks.set(
                VICTIM,
                block.toBuilder()
                        .setHeader(block.getHeader().toBuilder().setPreviousHash(ByteString.copyFrom(new byte[32])))
                        .build());

        assertCodes(
                RecordedLedger.audit(folder, blocks),
                FindingCode.PREVIOUS_HASH_MISMATCH,
                FindingCode.BLOCK_SIGNATURE_INVALID,
                FindingCode.BLOCK_SIGNATURES_INSUFFICIENT);
    }

    @Test
    void another_payload_breaks_the_data_hash_and_the_creators_signature(@TempDir Path folder) throws Exception {
        Block block = blocks.get(VICTIM);
        Envelope envelope = Envelope.parseFrom(block.getData().getData(0));
        byte[] payload = envelope.getPayload().toByteArray();
        payload[payload.length - 1] ^= 1;
        blocks.set(
                VICTIM,
                withEnvelope(
                        block,
                        envelope.toBuilder()
                                .setPayload(ByteString.copyFrom(payload))
                                .build()
                                .toByteString()));

        assertThat(codes(RecordedLedger.audit(folder, blocks)))
                .contains(
                        FindingCode.DATA_HASH_MISMATCH,
                        FindingCode.CREATOR_SIGNATURE_INVALID,
                        FindingCode.COMMIT_HASH_MISMATCH);
    }

    @Test
    void bytes_that_move_between_envelopes_keep_the_data_hash_but_not_the_form(@TempDir Path folder) throws Exception {
        Block block = blocks.get(13);
        ByteString first = block.getData().getData(0);
        ByteString second = block.getData().getData(1);
        BlockData moved = block.getData().toBuilder()
                .setData(0, first.concat(second))
                .setData(1, ByteString.EMPTY)
                .build();
        blocks.set(13, block.toBuilder().setData(moved).build());

        AuditReport report = RecordedLedger.audit(folder, blocks);

        assertThat(codes(report))
                .contains(FindingCode.BLOCK_NOT_CANONICAL)
                .doesNotContain(FindingCode.DATA_HASH_MISMATCH);
    }

    @Test
    void a_block_without_signatures_does_not_satisfy_the_policy(@TempDir Path folder) throws Exception {
        Metadata signed = Metadata.parseFrom(blocks.get(VICTIM).getMetadata().getMetadata(RecordedLedger.SIGNATURES));
        blocks.set(
                VICTIM,
                RecordedLedger.withMetadata(
                        blocks.get(VICTIM),
                        RecordedLedger.SIGNATURES,
                        signed.toBuilder().clearSignatures().build().toByteString()));

        assertCodes(RecordedLedger.audit(folder, blocks), FindingCode.BLOCK_SIGNATURES_INSUFFICIENT);
    }

    @Test
    void a_signature_of_another_block_is_invalid(@TempDir Path folder) throws Exception {
        blocks.set(
                VICTIM,
                RecordedLedger.withMetadata(
                        blocks.get(VICTIM),
                        RecordedLedger.SIGNATURES,
                        blocks.get(VICTIM + 1).getMetadata().getMetadata(RecordedLedger.SIGNATURES)));

        assertCodes(
                RecordedLedger.audit(folder, blocks),
                FindingCode.BLOCK_SIGNATURE_INVALID,
                FindingCode.BLOCK_SIGNATURES_INSUFFICIENT);
    }

    @Test
    void another_last_configuration_is_named(@TempDir Path folder) throws Exception {
        Block block = blocks.get(VICTIM);
        Metadata signed = Metadata.parseFrom(block.getMetadata().getMetadata(RecordedLedger.SIGNATURES));
        OrdererBlockMetadata statement = OrdererBlockMetadata.parseFrom(signed.getValue()).toBuilder()
                .setLastConfig(LastConfig.newBuilder().setIndex(1))
                .build();
        Metadata forged = signed.toBuilder().setValue(statement.toByteString()).build();
        blocks.set(VICTIM, RecordedLedger.withMetadata(block, RecordedLedger.SIGNATURES, forged.toByteString()));

        assertThat(codes(RecordedLedger.audit(folder, blocks)))
                .contains(FindingCode.LAST_CONFIG_MISMATCH, FindingCode.BLOCK_SIGNATURE_INVALID);
    }

    @Test
    void a_configuration_that_nobody_signed_is_named(@TempDir Path folder) throws Exception {
        Block block = blocks.get(1);
        Envelope envelope = Envelope.parseFrom(block.getData().getData(0));
        Payload payload = Payload.parseFrom(envelope.getPayload());
        ConfigEnvelope config = ConfigEnvelope.parseFrom(payload.getData());
        Payload update = Payload.parseFrom(config.getLastUpdate().getPayload());
        ByteString unsigned = ConfigUpdateEnvelope.parseFrom(update.getData()).toBuilder()
                .clearSignatures()
                .build()
                .toByteString();
        ConfigEnvelope forged = config.toBuilder()
                .setLastUpdate(config.getLastUpdate().toBuilder()
                        .setPayload(update.toBuilder().setData(unsigned).build().toByteString()))
                .build();
        ByteString forgedPayload =
                payload.toBuilder().setData(forged.toByteString()).build().toByteString();
        blocks.set(
                1,
                withEnvelope(
                        block,
                        envelope.toBuilder().setPayload(forgedPayload).build().toByteString()));

        assertThat(codes(RecordedLedger.audit(folder, blocks)))
                .contains(FindingCode.CONFIG_UNAUTHORISED, FindingCode.CREATOR_SIGNATURE_INVALID);
    }

    @Test
    void each_flag_that_is_turned_to_valid_is_named_for_what_it_hides(@TempDir Path folder) throws Exception {
        Map<TxValidationCode, FindingCode> hidden = Map.of(
                TxValidationCode.MVCC_READ_CONFLICT, FindingCode.READ_CONFLICT_IGNORED,
                TxValidationCode.PHANTOM_READ_CONFLICT, FindingCode.PHANTOM_CONFLICT_IGNORED,
                TxValidationCode.ENDORSEMENT_POLICY_FAILURE, FindingCode.ENDORSEMENT_POLICY_UNSATISFIED,
                TxValidationCode.DUPLICATE_TXID, FindingCode.TRANSACTION_ID_REPEATED,
                TxValidationCode.BAD_PROPOSAL_TXID, FindingCode.TRANSACTION_ID_MISMATCH,
                TxValidationCode.INVALID_CHAINCODE, FindingCode.TRANSACTION_MALFORMED,
                TxValidationCode.ILLEGAL_WRITESET, FindingCode.TRANSACTION_MALFORMED,
                TxValidationCode.INVALID_ENDORSER_TRANSACTION, FindingCode.TRANSACTION_MALFORMED);
        for (Map.Entry<TxValidationCode, FindingCode> entry : hidden.entrySet()) {
            List<Block> changed = RecordedLedger.blocks();
            int[] place = RecordedLedger.firstWith(changed, entry.getKey());
            changed.set(place[0], RecordedLedger.withFlag(changed.get(place[0]), place[1], TxValidationCode.VALID));

            AuditReport report = RecordedLedger.audit(folder, changed);

            assertThat(codes(report)).as(entry.getKey().name()).containsExactly(entry.getValue());
            assertThat(report.findings().get(0).block()).hasValue(place[0]);
            assertThat(report.findings().get(0).transaction()).hasValue(place[1]);
        }
    }

    @Test
    void creators_that_nobody_vouches_for_are_told_from_wrong_signatures(@TempDir Path folder) throws Exception {
        List<FindingCode> found = new java.util.ArrayList<>();
        ByteString flags = blocks.get(51).getMetadata().getMetadata(RecordedLedger.FLAGS);
        for (int i = 0; i < flags.size(); i++) {
            if (flags.byteAt(i) == TxValidationCode.BAD_CREATOR_SIGNATURE.getNumber()) {
                List<Block> changed = RecordedLedger.blocks();
                changed.set(51, RecordedLedger.withFlag(changed.get(51), i, TxValidationCode.VALID));
                found.addAll(codes(RecordedLedger.audit(folder, changed)));
            }
        }
        assertThat(found).containsOnly(FindingCode.CREATOR_UNTRUSTED, FindingCode.CREATOR_SIGNATURE_INVALID);
    }

    @Test
    void a_valid_transaction_that_is_called_invalid_is_named(@TempDir Path folder) throws Exception {
        blocks.set(12, RecordedLedger.withFlag(blocks.get(12), 0, TxValidationCode.MVCC_READ_CONFLICT));

        AuditReport report = RecordedLedger.audit(folder, blocks);

        assertCodes(report, FindingCode.VALIDATION_FLAG_MISMATCH);
        assertThat(report.verdict().exitCode()).isEqualTo(3);
    }

    @Test
    void another_commit_hash_is_named_once(@TempDir Path folder) throws Exception {
        Metadata other = Metadata.newBuilder()
                .setValue(ByteString.copyFrom(new byte[32]))
                .build();
        Block changed =
                RecordedLedger.withMetadata(blocks.get(VICTIM), RecordedLedger.COMMIT_HASH, other.toByteString());

        List<Block> upToIt = new java.util.ArrayList<>(blocks.subList(0, VICTIM));
        upToIt.add(changed);

        assertCodes(RecordedLedger.audit(folder, upToIt), FindingCode.COMMIT_HASH_MISMATCH);
    }

    @Test
    void blocks_as_an_orderer_hands_them_out_are_incomplete_evidence(@TempDir Path folder) throws Exception {
        Block bare = RecordedLedger.withMetadata(blocks.get(1), RecordedLedger.FLAGS, ByteString.EMPTY);

        AuditReport report = RecordedLedger.audit(folder, List.of(blocks.get(0), bare));

        assertCodes(report, FindingCode.VALIDATION_FLAGS_MISSING);
        assertThat(report.verdict().exitCode()).isEqualTo(4);
    }

    @Test
    void a_block_without_a_commit_hash_is_incomplete_evidence(@TempDir Path folder) throws Exception {
        Block bare = RecordedLedger.withMetadata(blocks.get(1), RecordedLedger.COMMIT_HASH, ByteString.EMPTY);

        assertCodes(RecordedLedger.audit(folder, List.of(blocks.get(0), bare)), FindingCode.COMMIT_HASH_MISSING);
    }

    @Test
    void a_fetched_block_that_is_none_ends_the_audit_as_a_mismatch(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("0.block"), new byte[] {1, 2, 3});

        assertCodes(
                Auditor.verify(new BlockFolder(folder), RecordedLedger.trusting(), AuditProgress.NONE),
                FindingCode.BLOCK_MALFORMED,
                FindingCode.EVIDENCE_INCOMPLETE);
    }

    @Test
    void a_first_block_without_a_configuration_leaves_nobody_entitled(@TempDir Path folder) throws Exception {
        Block block = blocks.get(12);
        Block first = block.toBuilder()
                .setHeader(block.getHeader().toBuilder().setNumber(0).clearPreviousHash())
                .build();

        assertThat(codes(RecordedLedger.audit(folder, List.of(first)))).contains(FindingCode.CONFIG_UNREADABLE);
    }

    @Test
    void a_torn_last_write_is_incomplete_evidence(@TempDir Path folder) throws Exception {
        byte[] file = RecordedLedger.file(blocks);

        AuditReport report =
                RecordedLedger.audit(folder, Arrays.copyOf(file, file.length - 7), RecordedLedger.trusting());

        assertCodes(report, FindingCode.EVIDENCE_INCOMPLETE);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.blocks()).isEqualTo(blocks.size() - 1);
    }

    @Test
    void another_genesis_block_than_the_trusted_one_is_a_mismatch(@TempDir Path folder) throws Exception {
        AuditOptions options = AuditOptions.standard().withGenesisHash(ByteString.copyFrom(new byte[32]));

        AuditReport report = RecordedLedger.audit(folder, RecordedLedger.file(blocks), options);

        assertCodes(report, FindingCode.GENESIS_UNEXPECTED);
    }

    @Test
    void a_genesis_block_that_nobody_vouches_for_is_said_to_be_so(@TempDir Path folder) throws Exception {
        byte[] file = RecordedLedger.file(blocks);

        AuditReport unpinned =
                Auditor.verify(RecordedLedger.stored(folder, file), AuditOptions.standard(), AuditProgress.NONE);
        AuditReport pinned = Auditor.verify(
                RecordedLedger.stored(folder, file),
                AuditOptions.standard()
                        .withGenesisHash(ByteString.copyFrom(HexFormat.of().parseHex(unpinned.genesisHash()))),
                AuditProgress.NONE);

        assertCodes(unpinned, FindingCode.GENESIS_UNPINNED);
        assertThat(unpinned.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(pinned.findings()).isEmpty();
        assertThat(pinned.genesisHash()).isEqualTo(unpinned.genesisHash()).hasSize(64);
    }

    @Test
    void a_ledger_cut_off_before_the_expected_head_is_incomplete(@TempDir Path folder) throws Exception {
        ByteString head = org.evenhand.audit.block.BlockHashes.headerHash(
                blocks.get(blocks.size() - 1).getHeader());
        AuditOptions options = RecordedLedger.trusting().withHeadHash(head);

        AuditReport whole = RecordedLedger.audit(folder, RecordedLedger.file(blocks), options);
        AuditReport cut =
                RecordedLedger.audit(folder, RecordedLedger.file(blocks.subList(0, blocks.size() - 1)), options);

        assertThat(whole.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertCodes(cut, FindingCode.HEAD_MISSING);
    }

    @Test
    void no_altered_byte_goes_unnoticed(@TempDir Path folder) throws Exception {
        byte[] genuine = RecordedLedger.file(blocks.subList(0, 20));
        Random random = new Random(20260101);
        for (int i = 0; i < 24; i++) {
            byte[] file = genuine.clone();
            int position = random.nextInt(file.length);
            file[position] ^= (byte) (1 << random.nextInt(8));

            AuditReport report = RecordedLedger.audit(folder, file, RecordedLedger.trusting());

            assertThat(report.verdict().exitCode())
                    .as("byte %d of %d", position, file.length)
                    .isIn(3, 4);
        }
    }

    private static Block withEnvelope(Block block, ByteString envelope) {
        return block.toBuilder()
                .setData(block.getData().toBuilder().setData(0, envelope))
                .build();
    }

    private static List<FindingCode> codes(AuditReport report) {
        return report.findings().stream().map(Finding::code).distinct().toList();
    }

    private static void assertCodes(AuditReport report, FindingCode... codes) {
        assertThat(codes(report)).as("%s", report.findings()).containsExactlyInAnyOrder(codes);
    }
}
