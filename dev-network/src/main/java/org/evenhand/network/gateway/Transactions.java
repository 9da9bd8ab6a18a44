package org.evenhand.network.gateway;

import org.evenhand.network.endorser.Proposal;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/** Puts a proposal and its endorsements together. */
final class Transactions {
    private Transactions() {}

    /** The transaction, still to be signed by the proposal's creator. Transient data stays behind. */
    static Envelope prepare(Proposal proposal, ChaincodeEndorsedAction action) {
        ChaincodeActionPayload payload = ChaincodeActionPayload.newBuilder()
                .setChaincodeProposalPayload(proposal.payload())
                .setAction(action)
                .build();
        Transaction transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder()
                        .setHeader(proposal.header().getSignatureHeader())
                        .setPayload(payload.toByteString()))
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(proposal.header())
                        .setData(transaction.toByteString())
                        .build()
                        .toByteString())
                .build();
    }
}
