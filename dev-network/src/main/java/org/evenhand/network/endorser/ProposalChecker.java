package org.evenhand.network.endorser;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.evenhand.network.access.AccessDeniedException;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.access.Right;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.msp.Identity;
import org.hyperledger.fabric.protos.common.HeaderType;

/**
 * Fabric's checks before a proposal is run: its time, its creator's expiry, its form, its signature, that it is new,
 * and that its creator may write to the channel.
 */
public final class ProposalChecker {
    private final Ledger ledger;
    private final ChannelAccess access;
    private final Duration timeWindow;
    private final Clock clock;

    /**
     * Checks proposals to the ledger's channel.
     *
     * @param timeWindow how far a proposal's timestamp may be from the clock, either way.
     */
    public ProposalChecker(Ledger ledger, Duration timeWindow, Clock clock) {
        this.ledger = ledger;
        this.access = new ChannelAccess(ledger);
        this.timeWindow = timeWindow;
        this.clock = clock;
    }

    /**
     * Checks a proposal.
     *
     * @throws ProposalException naming the first check that failed.
     */
    public CheckedProposal check(Proposal proposal) throws ProposalException {
        Instant now = clock.instant();
        if (!proposal.channel().equals(ledger.channel())) {
            throw new ProposalException("channel '" + proposal.channel() + "' not found");
        }
        checkTime(proposal, now);
        checkForm(proposal);
        Identity creator = authenticate(proposal);
        if (creator.expiredAt(now)) {
            throw new ProposalException("proposal client identity expired");
        }
        if (ledger.transaction(proposal.txId()).isPresent()) {
            throw new ProposalException("duplicate transaction found [" + proposal.txId() + "]. Creator ["
                    + HexFormat.of()
                            .formatHex(proposal.signatureHeader().getCreator().toByteArray()) + "]");
        }
        try {
            // System chaincodes decide by themselves: they only read.
            if (!SystemChaincode.isSystem(proposal.chaincode())) {
                access.require(Right.WRITE, creator);
            }
        } catch (AccessDeniedException e) {
            throw new ProposalException(String.valueOf(e.getMessage()));
        }
        return new CheckedProposal(proposal, creator);
    }

    private void checkTime(Proposal proposal, Instant now) throws ProposalException {
        var timestamp = proposal.channelHeader().getTimestamp();
        Instant proposed;
        try {
            proposed = Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException e) {
            throw new ProposalException("timestamp out of range");
        }
        if (Duration.between(proposed, now).abs().compareTo(timeWindow) > 0) {
            throw new ProposalException("request unauthorized due to incorrect timestamp " + proposed + ", peer time "
                    + now + ", peer.authentication.timewindow " + timeWindow);
        }
    }

    private static void checkForm(Proposal proposal) throws ProposalException {
        int type = proposal.channelHeader().getType();
        if (type != HeaderType.ENDORSER_TRANSACTION_VALUE && type != HeaderType.CONFIG_VALUE) {
            throw invalid("invalid header type " + type);
        }
        if (proposal.channelHeader().getEpoch() != 0) {
            throw invalid("epoch is non-zero");
        }
        if (proposal.signatureHeader().getNonce().isEmpty()) {
            throw invalid("nonce is empty");
        }
        if (proposal.signatureHeader().getCreator().isEmpty()) {
            throw invalid("creator is empty");
        }
        String expected = proposal.computedTxId();
        if (!expected.equals(proposal.txId())) {
            throw invalid("incorrectly computed txid '" + proposal.txId() + "' -- expected '" + expected + "'");
        }
        if (proposal.signed().getSignature().isEmpty()) {
            throw invalid("empty signature bytes");
        }
    }

    private Identity authenticate(Proposal proposal) throws ProposalException {
        try {
            return access.authenticate(
                    proposal.signatureHeader().getCreator(),
                    proposal.signed().getProposalBytes(),
                    proposal.signed().getSignature());
        } catch (AccessDeniedException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static ProposalException invalid(String why) {
        return new ProposalException("error validating proposal: " + why);
    }
}
