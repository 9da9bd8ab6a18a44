package org.evenhand.network.crypto;

import java.nio.file.Path;
import java.util.List;

/** The key material of a whole development network. */
public interface CryptoMaterial {
    /**
     * Reads the material that lies in a folder, or makes it when the folder is not there. It appears whole or not at
     * all.
     *
     * @param organisations the peers' organisations, such as {@code Org1}; their MSP ids get {@code MSP} appended.
     * @throws IllegalArgumentException if a name is not usable, or if the folder holds other organisations.
     * @throws java.io.UncheckedIOException if the folder cannot be read or written.
     */
    static CryptoMaterial open(Path folder, List<String> organisations) {
        return CryptoFolder.open(folder, organisations);
    }

    /**
     * Reads the material that lies in a folder, and makes none: for those who join a network that somebody else has set
     * up.
     *
     * @throws IllegalArgumentException if a name is not usable, or if the folder holds other organisations.
     * @throws java.io.UncheckedIOException if the folder is not there or cannot be read.
     */
    static CryptoMaterial openExisting(Path folder, List<String> organisations) {
        return CryptoFolder.openExisting(folder, organisations);
    }

    /** The peers' organisations, in the order in which they were named. */
    List<OrganisationMaterial> organisations();

    /** The organisation that runs the orderer. */
    OrganisationMaterial orderer();
}
