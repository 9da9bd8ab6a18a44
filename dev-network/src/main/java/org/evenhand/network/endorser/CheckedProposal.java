package org.evenhand.network.endorser;

import com.google.protobuf.ByteString;
import org.evenhand.network.msp.Identity;

/**
 * A proposal that {@link ProposalChecker} let pass. All organisations of the embedded network judge a proposal by the
 * same configuration and clock, so it is checked once and not once for each of them.
 */
public final class CheckedProposal {
    private final Proposal proposal;
    private final Identity creator;
    private final ByteString hash;

    CheckedProposal(Proposal proposal, Identity creator) {
        this.proposal = proposal;
        this.creator = creator;
        this.hash = proposal.hash();
    }

    /** The proposal. */
    public Proposal proposal() {
        return proposal;
    }

    /** Who signed it. */
    public Identity creator() {
        return creator;
    }

    ByteString hash() {
        return hash;
    }
}
