package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;

/**
 * What a client asked of a chaincode and what the endorsers answered.
 *
 * @param chaincode the name of the chaincode
 * @param proposal the serialized proposal payload
 * @param action the answer: response, event, and results
 * @param readWriteSet the results, taken apart
 * @param endorsers the endorsers in order, each with whether the signature is theirs
 */
public record ChaincodeCall(
        String chaincode,
        ByteString proposal,
        ChaincodeAction action,
        ReadWriteSet readWriteSet,
        List<Signer> endorsers) {
    public ChaincodeCall {
        endorsers = List.copyOf(endorsers);
    }

    /**
     * Returns the arguments of the call; the first one is the function's name.
     *
     * @throws InvalidProtocolBufferException when the proposal cannot be read
     */
    public List<ByteString> arguments() throws InvalidProtocolBufferException {
        ByteString input = ChaincodeProposalPayload.parseFrom(proposal).getInput();
        return ChaincodeInvocationSpec.parseFrom(input)
                .getChaincodeSpec()
                .getInput()
                .getArgsList();
    }
}
