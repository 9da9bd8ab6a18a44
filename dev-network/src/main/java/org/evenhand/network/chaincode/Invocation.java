package org.evenhand.network.chaincode;

import org.evenhand.network.simulation.Simulator;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * One transaction to be run.
 *
 * @param channel the channel's name.
 * @param txId the transaction's id; at most one invocation of a channel and id runs at a time.
 * @param input the function and its arguments.
 * @param proposal what the client signed: the chaincode sees the creator and the timestamp in it.
 * @param simulator the state, and the notes of what was read and written.
 */
public record Invocation(
        String channel, String txId, ChaincodeInput input, SignedProposal proposal, Simulator simulator) {
    String key() {
        return channel + txId;
    }
}
