package org.evenhand.network.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.evenhand.network.config.Policy;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;

/**
 * Reads chaincodes' endorsement policies from their definitions, to find out whom to ask; validation has rules beyond
 * those.
 */
final class DefinedPolicies {
    private final Ledger ledger;

    DefinedPolicies(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The policy in the chaincode's definition; empty when there is no definition. */
    Optional<Policy> policyOf(String chaincode, StateReader state) {
        return state.get(ChaincodeDefinition.LIFECYCLE, ChaincodeDefinition.fieldKey(chaincode, "ValidationInfo"))
                .map(stored -> ledger.config().applicationPolicy(parameter(chaincode, stored.value())));
    }

    private static ByteString parameter(String chaincode, ByteString stored) {
        try {
            ByteString info = StateData.parseFrom(stored).getBytes();
            return ChaincodeValidationInfo.parseFrom(info).getValidationParameter();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("malformed definition of chaincode " + chaincode, e);
        }
    }
}
