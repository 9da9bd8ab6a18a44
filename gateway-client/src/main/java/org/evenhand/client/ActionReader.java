package org.evenhand.client;

import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/** Digs what a chaincode did out of a transaction's envelope. */
final class ActionReader {
    private ActionReader() {}

    static ChaincodeAction action(Envelope envelope) throws InvalidProtocolBufferException {
        Transaction transaction =
                Transaction.parseFrom(Payload.parseFrom(envelope.getPayload()).getData());
        if (transaction.getActionsCount() != 1) {
            throw new InvalidProtocolBufferException(
                    "a transaction has one action, not " + transaction.getActionsCount());
        }
        ChaincodeActionPayload payload =
                ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        return ChaincodeAction.parseFrom(
                ProposalResponsePayload.parseFrom(payload.getAction().getProposalResponsePayload())
                        .getExtension());
    }
}
