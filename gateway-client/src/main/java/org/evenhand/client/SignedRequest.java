package org.evenhand.client;

import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * A call of a chaincode, signed and ready to be simulated.
 *
 * @param transactionId its id
 * @param proposal the proposal with its signature
 */
record SignedRequest(String transactionId, SignedProposal proposal) {}
