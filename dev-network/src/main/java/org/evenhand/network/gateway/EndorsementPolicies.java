package org.evenhand.network.gateway;

import java.util.Optional;
import org.evenhand.network.config.Policy;
import org.evenhand.network.ledger.StateReader;

/** Knows chaincodes' endorsement policies. */
@FunctionalInterface
public interface EndorsementPolicies {
    /** The policy in the chaincode's definition; empty when there is no definition. */
    Optional<Policy> policyOf(String chaincode, StateReader state);
}
