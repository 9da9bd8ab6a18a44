package org.evenhand.network.endorser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.evenhand.network.testing.TestProposal;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposalCheckerTest {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private static TestChannel channel;
    private static Ledger ledger;

    @BeforeAll
    static void open(@TempDir Path folder) {
        channel = new TestChannel(folder);
        ledger = channel.openDefined(folder.resolve("ledger"));
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void lets_a_members_proposal_pass() throws Exception {
        CheckedProposal checked = check(TestProposal.signed(channel.client(), UnaryOperator.identity()));

        assertThat(checked.creator().mspId()).isEqualTo("Org1MSP");
        assertThat(checked.proposal().chaincode()).isEqualTo(TestChannel.CHAINCODE);
    }

    @Test
    void refuses_a_timestamp_outside_the_window_on_either_side() {
        for (long seconds : List.of(-31L, 31L)) {
            long shifted = Instant.now().getEpochSecond() + seconds * 2;
            refuses(
                    proposal(
                            header -> header.setTimestamp(Timestamp.newBuilder().setSeconds(shifted))),
                    "incorrect timestamp");
        }
    }

    @Test
    void refuses_a_creator_whose_certificate_has_expired() throws Exception {
        Instant later = Instant.now().plus(Duration.ofDays(365 * 100));
        SignedProposal proposal =
                proposal(header -> header.setTimestamp(Timestamp.newBuilder().setSeconds(later.getEpochSecond())));
        ProposalChecker then = new ProposalChecker(ledger, WINDOW, Clock.fixed(later, ZoneOffset.UTC));

        assertThatThrownBy(() -> then.check(Proposal.parse(proposal)))
                .isInstanceOf(ProposalException.class)
                .hasMessage("proposal client identity expired");
    }

    @Test
    void refuses_another_channel_type_or_epoch() {
        refuses(proposal(header -> header.setChannelId("other")), "channel 'other' not found");
        refuses(proposal(header -> header.setType(HeaderType.MESSAGE_VALUE)), "invalid header type 0");
        refuses(proposal(header -> header.setEpoch(1)), "epoch is non-zero");
    }

    @Test
    void refuses_a_transaction_id_that_is_not_the_hash_of_nonce_and_creator() {
        refuses(proposal(header -> header.setTxId("0".repeat(64))), "incorrectly computed txid");
    }

    @Test
    void refuses_what_was_altered_after_it_was_signed() {
        SignedProposal signed = proposal(UnaryOperator.identity());
        SignedProposal other = proposal(UnaryOperator.identity());

        refuses(signed.toBuilder().setSignature(other.getSignature()).build(), "creator org [Org1MSP]");
        refuses(signed.toBuilder().setSignature(ByteString.EMPTY).build(), "empty signature");
    }

    @Test
    void refuses_a_member_of_another_network(@TempDir Path elsewhere) {
        var stranger = CryptoMaterial.open(elsewhere.resolve("crypto"), List.of("Org1", "Org2"))
                .organisations()
                .get(0)
                .user();

        refuses(TestProposal.signed(stranger, UnaryOperator.identity()), "creator org unknown");
    }

    @Test
    void refuses_a_transaction_that_is_on_the_ledger_already() throws Exception {
        Envelope committed = channel.transaction(ReadsAndWrites.put("k", "v"));
        ledger.commit(List.of(committed));
        Header header = Payload.parseFrom(committed.getPayload()).getHeader();
        SignatureHeader signatureHeader = SignatureHeader.parseFrom(header.getSignatureHeader());
        ChannelHeader channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
        assertThat(TransactionIds.compute(signatureHeader.getNonce(), signatureHeader.getCreator()))
                .isEqualTo(channelHeader.getTxId());

        refuses(again(header), "duplicate transaction found [" + channelHeader.getTxId() + "]");
    }

    @Test
    void refuses_bytes_that_are_no_proposal() {
        SignedProposal junk = SignedProposal.newBuilder()
                .setProposalBytes(ByteString.copyFromUtf8("junk"))
                .build();

        assertThatThrownBy(() -> Proposal.parse(junk)).isInstanceOf(ProposalException.class);
        assertThatThrownBy(() -> Proposal.parse(SignedProposal.getDefaultInstance()))
                .hasMessage("a signed proposal is required");
    }

    private static SignedProposal again(Header header) throws Exception {
        SignedProposal fresh = proposal(UnaryOperator.identity());
        ByteString bytes = org.hyperledger.fabric.protos.peer.Proposal.parseFrom(fresh.getProposalBytes()).toBuilder()
                .setHeader(header.toByteString())
                .build()
                .toByteString();
        return SignedProposal.newBuilder()
                .setProposalBytes(bytes)
                .setSignature(ByteString.copyFrom(channel.client().sign(bytes.toByteArray())))
                .build();
    }

    private static SignedProposal proposal(UnaryOperator<ChannelHeader.Builder> change) {
        return TestProposal.signed(channel.client(), change);
    }

    private static void refuses(SignedProposal proposal, String why) {
        assertThatThrownBy(() -> check(proposal))
                .isInstanceOf(ProposalException.class)
                .hasMessageContaining(why);
    }

    private static CheckedProposal check(SignedProposal proposal) throws ProposalException {
        return new ProposalChecker(ledger, WINDOW, Clock.systemUTC()).check(Proposal.parse(proposal));
    }
}
