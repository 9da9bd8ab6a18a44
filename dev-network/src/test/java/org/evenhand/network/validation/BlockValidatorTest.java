package org.evenhand.network.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.evenhand.network.testing.ReadsAndWrites.none;
import static org.evenhand.network.testing.ReadsAndWrites.put;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.storage.FileLedger;
import org.evenhand.network.testing.TestChannel;
import org.evenhand.network.transaction.TransactionDraft;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One code after the other, on a ledger of our own; {@code RecordedFabricTest} has what real peers said. */
final class BlockValidatorTest {
    private static TestChannel channel;

    private final FileLedger ledger;

    BlockValidatorTest(@TempDir Path folder) {
        ledger = channel.openDefined(folder);
    }

    @BeforeAll
    static void makeChannel(@TempDir Path temp) {
        channel = new TestChannel(temp);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_well_endorsed_write_is_valid_and_takes_effect() {
        assertThat(codes(channel.transaction(put("k", "v")))).containsExactly(TxValidationCode.VALID);
        assertThat(read("k")).isEqualTo("v");
    }

    @Test
    void one_organisation_of_three_is_no_majority_even_if_it_signs_twice() {
        ChaincodeAction action = TestChannel.action(put("k", "v"));
        SigningIdentity peer = channel.peers().get(0);
        assertThat(codes(
                        channel.draft().endorsed(action, List.of(peer)),
                        channel.draft().endorsed(action, List.of(peer, peer)),
                        channel.draft().endorsed(action, List.of())))
                .containsOnly(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
        assertThat(ledger.snapshot().get(TestChannel.CHAINCODE, "k")).isEmpty();
    }

    @Test
    void clients_cannot_endorse() {
        SigningIdentity user = channel.crypto().organisations().get(1).user();
        Envelope transaction = channel.draft()
                .endorsed(
                        TestChannel.action(put("k", "v")),
                        List.of(channel.peers().get(0), user));
        assertThat(codes(transaction)).containsExactly(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    }

    @Test
    void an_endorsement_of_other_bytes_is_skipped_and_the_rest_may_suffice() throws Exception {
        SigningIdentity liar = new SigningIdentityOfOtherBytes(channel.peers().get(1));
        ChaincodeAction action = TestChannel.action(put("k", "v"));
        List<SigningIdentity> peers = channel.peers();
        assertThat(codes(
                        channel.draft().endorsed(action, List.of(peers.get(0), liar)),
                        channel.draft().endorsed(action, List.of(peers.get(0), liar, peers.get(2)))))
                .containsExactly(TxValidationCode.ENDORSEMENT_POLICY_FAILURE, TxValidationCode.VALID);
    }

    @Test
    void an_endorser_without_a_readable_certificate_is_skipped() throws Exception {
        SigningIdentity peer = channel.peers().get(1);
        ByteString unreadable = SerializedIdentity.newBuilder()
                .setMspid("Org2MSP")
                .setIdBytes(ByteString.copyFromUtf8("-----BEGIN -----END X-----\n"))
                .build()
                .toByteString();
        SigningIdentity stranger = new SigningIdentityOfOtherBytes(peer, unreadable);
        assertThat(codes(channel.draft()
                        .endorsed(
                                TestChannel.action(put("k", "v")),
                                List.of(channel.peers().get(0), stranger, peer))))
                .containsExactly(TxValidationCode.VALID);
    }

    @Test
    void a_payload_that_its_creator_did_not_sign_is_refused() {
        Envelope transaction = channel.transaction(put("k", "v"));
        byte[] signature = transaction.getSignature().toByteArray();
        signature[signature.length - 1] ^= 1;
        Envelope forged = transaction.toBuilder()
                .setSignature(ByteString.copyFrom(signature))
                .build();
        assertThat(codes(forged, transaction.toBuilder().clearSignature().build()))
                .containsOnly(TxValidationCode.BAD_CREATOR_SIGNATURE);
    }

    @Test
    void a_transaction_of_another_channel_or_of_none_is_refused() {
        List<Envelope> foreign = Stream.of("other", "")
                .map(name -> TransactionDraft.of(name, TestChannel.CHAINCODE, List.of(), channel.client())
                        .endorsed(TestChannel.action(put("k", "v")), channel.majority()))
                .toList();
        assertThat(codes(foreign.get(0), foreign.get(1))).containsOnly(TxValidationCode.BAD_CREATOR_SIGNATURE);
    }

    @Test
    void malformed_envelopes_get_fabrics_codes() throws Exception {
        Envelope good = channel.transaction(put("k", "v"));
        Payload payload = Payload.parseFrom(good.getPayload());
        assertThat(codes(
                        Envelope.newBuilder()
                                .setPayload(ByteString.copyFromUtf8("garbage"))
                                .build(),
                        Envelope.getDefaultInstance(),
                        signed(payload.toBuilder().clearHeader().build()),
                        withHeader(header -> header.setEpoch(1)),
                        withHeader(header -> header.setType(HeaderType.MESSAGE_VALUE)),
                        withHeader(header -> header.setType(HeaderType.CONFIG_UPDATE_VALUE)),
                        withHeader(header -> header.setType(HeaderType.CONFIG_VALUE)),
                        withHeader(header -> header.setTxId("0".repeat(64))),
                        signed(payload.toBuilder().clearData().build())))
                .containsExactly(
                        TxValidationCode.BAD_PAYLOAD,
                        TxValidationCode.BAD_COMMON_HEADER,
                        TxValidationCode.BAD_COMMON_HEADER,
                        TxValidationCode.BAD_COMMON_HEADER,
                        TxValidationCode.BAD_COMMON_HEADER,
                        TxValidationCode.UNSUPPORTED_TX_PAYLOAD,
                        TxValidationCode.INVALID_CONFIG_TRANSACTION,
                        TxValidationCode.BAD_PROPOSAL_TXID,
                        TxValidationCode.INVALID_ENDORSER_TRANSACTION);
    }

    @Test
    void a_result_for_another_proposal_is_refused() throws Exception {
        Payload mine = Payload.parseFrom(channel.transaction(put("k", "v")).getPayload());
        Payload other = Payload.parseFrom(channel.transaction(put("k", "v")).getPayload());
        assertThat(codes(signed(mine.toBuilder().setData(other.getData()).build())))
                .containsExactly(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
    }

    @Test
    void a_transaction_id_counts_once_on_the_ledger_and_once_in_a_block() {
        Envelope transaction = channel.transaction(put("k", "v"));
        assertThat(codes(transaction, transaction))
                .containsExactly(TxValidationCode.VALID, TxValidationCode.DUPLICATE_TXID);
        assertThat(codes(transaction)).containsExactly(TxValidationCode.DUPLICATE_TXID);
    }

    @Test
    void an_invalid_transaction_takes_its_id_too() {
        Envelope unendorsed = channel.draft().endorsed(TestChannel.action(put("k", "v")), List.of());
        assertThat(codes(unendorsed)).containsExactly(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
        assertThat(codes(unendorsed)).containsExactly(TxValidationCode.DUPLICATE_TXID);
    }

    @Test
    void a_chaincode_that_is_not_defined_changes_nothing() {
        TransactionDraft draft = TransactionDraft.of(TestChannel.CHANNEL, "unknown", List.of(), channel.client());
        ChaincodeAction action = TestChannel.action(none().writeIn("unknown", "k", "v")).toBuilder()
                .setChaincodeId(ChaincodeID.newBuilder().setName("unknown").setVersion("1"))
                .build();
        Envelope called = draft.endorsed(action, channel.majority());
        Envelope written = channel.transaction(put("k", "v").writeIn("unknown", "k", "v"));
        assertThat(codes(called, written)).containsOnly(TxValidationCode.INVALID_CHAINCODE);
    }

    @Test
    void names_and_events_must_be_of_the_chaincode_that_was_called() {
        ChaincodeAction action = TestChannel.action(put("k", "v"));
        ByteString event =
                ChaincodeEvent.newBuilder().setChaincodeId("other").build().toByteString();
        assertThat(codes(
                        endorsed(action.toBuilder()
                                .setChaincodeId(ChaincodeID.newBuilder()
                                        .setName("other")
                                        .setVersion("1"))
                                .build()),
                        endorsed(action.toBuilder()
                                .setChaincodeId(ChaincodeID.newBuilder().setName(TestChannel.CHAINCODE))
                                .build()),
                        endorsed(action.toBuilder().clearChaincodeId().build()),
                        endorsed(action.toBuilder().setEvents(event).build()),
                        endorsed(action.toBuilder()
                                .setResults(ByteString.copyFromUtf8("garbage"))
                                .build())))
                .containsExactly(
                        TxValidationCode.INVALID_CHAINCODE,
                        TxValidationCode.INVALID_CHAINCODE,
                        TxValidationCode.INVALID_OTHER_REASON,
                        TxValidationCode.INVALID_OTHER_REASON,
                        TxValidationCode.BAD_RWSET);
    }

    @Test
    void of_two_that_read_the_same_version_the_first_wins() {
        codes(channel.transaction(put("k", "old")));
        assertThat(codes(
                        channel.transaction(none().read("k", 2, 0).write("k", "first")),
                        channel.transaction(none().read("k", 2, 0).write("k", "second"))))
                .containsExactly(TxValidationCode.VALID, TxValidationCode.MVCC_READ_CONFLICT);
        assertThat(codes(channel.transaction(none().read("k", 2, 0).write("k", "late"))))
                .containsExactly(TxValidationCode.MVCC_READ_CONFLICT);
        assertThat(read("k")).isEqualTo("first");
    }

    @Test
    void a_key_that_was_absent_or_present_must_be_so_still() {
        codes(channel.transaction(put("present", "v")));
        assertThat(codes(
                        channel.transaction(none().readAbsent("absent")),
                        channel.transaction(none().readAbsent("present")),
                        channel.transaction(none().read("absent", 0, 0)),
                        channel.transaction(none().read("present", -1, -1))))
                .containsExactly(
                        TxValidationCode.VALID,
                        TxValidationCode.MVCC_READ_CONFLICT,
                        TxValidationCode.MVCC_READ_CONFLICT,
                        TxValidationCode.MVCC_READ_CONFLICT);
    }

    @Test
    void blind_writes_never_conflict_and_the_last_stays() {
        assertThat(codes(channel.transaction(put("k", "1")), channel.transaction(put("k", "2"))))
                .containsOnly(TxValidationCode.VALID);
        assertThat(read("k")).isEqualTo("2");
    }

    @Test
    void a_new_definition_counts_from_the_next_block_on() {
        assertThat(codes(channel.define(ledger, TestChannel.CHAINCODE, 2), channel.transaction(put("k", "v"))))
                .containsOnly(TxValidationCode.VALID);
        StateReader state = ledger.snapshot();
        ChaincodeDefinition definition =
                ChaincodeDefinition.read(state, TestChannel.CHAINCODE).orElseThrow();
        assertThat(definition.sequence()).isEqualTo(2);
        assertThat(definition.endorsement().getVersion()).isEqualTo("1.2");
        assertThat(definition).isEqualTo(ChaincodeDefinition.standard(TestChannel.CHAINCODE, "1.2", 2));
        String policy = ChaincodeDefinition.fieldKey(TestChannel.CHAINCODE, "ValidationInfo");
        assertThat(state.get(ChaincodeDefinition.LIFECYCLE, policy)
                        .orElseThrow()
                        .version()
                        .block())
                .as("a field that stays the same is not written again")
                .isEqualTo(1);
    }

    @Test
    void two_definitions_of_one_sequence_conflict() {
        Envelope first = channel.define(ledger, "second", 1);
        Envelope second = channel.define(ledger, "second", 1);
        assertThat(codes(first, second)).containsExactly(TxValidationCode.VALID, TxValidationCode.MVCC_READ_CONFLICT);
    }

    private List<TxValidationCode> codes(Envelope... envelopes) {
        return ledger.commit(Arrays.asList(envelopes)).transactions().stream()
                .map(CommittedTransaction::code)
                .toList();
    }

    private String read(String key) {
        return ledger.snapshot()
                .get(TestChannel.CHAINCODE, key)
                .orElseThrow()
                .value()
                .toStringUtf8();
    }

    private static Envelope endorsed(ChaincodeAction action) {
        return channel.draft().endorsed(action, channel.majority());
    }

    /** A good transaction whose channel header was changed, and signed again. */
    private static Envelope withHeader(Consumer<ChannelHeader.Builder> change) throws InvalidProtocolBufferException {
        Payload payload = Payload.parseFrom(channel.transaction(put("k", "v")).getPayload());
        ChannelHeader.Builder header =
                ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).toBuilder();
        change.accept(header);
        return signed(payload.toBuilder()
                .setHeader(payload.getHeader().toBuilder()
                        .setChannelHeader(header.build().toByteString()))
                .build());
    }

    private static Envelope signed(Payload payload) {
        ByteString bytes = payload.toByteString();
        return Envelope.newBuilder()
                .setPayload(bytes)
                .setSignature(ByteString.copyFrom(channel.client().sign(bytes.toByteArray())))
                .build();
    }
}
