package org.evenhand.network.crypto;

import java.util.List;

/** The key material of a whole development network. */
public interface CryptoMaterial {
    /** The peers' organisations, in the order in which they were named. */
    List<OrganisationMaterial> organisations();

    /** The organisation that runs the orderer. */
    OrganisationMaterial orderer();
}
