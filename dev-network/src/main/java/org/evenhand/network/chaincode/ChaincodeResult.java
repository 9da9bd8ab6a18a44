package org.evenhand.network.chaincode;

import java.util.Optional;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.Response;

/**
 * A chaincode's answer, whatever its status.
 *
 * @param response status, message and payload.
 * @param event the event that the transaction sets, with chaincode and transaction id filled in.
 */
public record ChaincodeResult(Response response, Optional<ChaincodeEvent> event) {}
