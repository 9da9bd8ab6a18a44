package org.evenhand.network.crypto;

import java.nio.file.Path;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;

/** One organisation's certificates and keys, in the folder layout of Fabric's test network. */
public interface OrganisationMaterial {
    /** The name, such as {@code Org1}. */
    String name();

    /** The MSP id, such as {@code Org1MSP}. */
    String mspId();

    /** The domain, such as {@code org1.example.com}. */
    String domain();

    /** The organisation's folder. */
    Path folder();

    /** The organisation's only node: {@code peer0.<domain>}, or {@code orderer.<domain>} of the orderer's organisation. */
    SigningIdentity node();

    /** {@code Admin@<domain>}. */
    SigningIdentity admin();

    /** {@code User1@<domain>}; the orderer's organisation has none, and refuses. */
    SigningIdentity user();

    /** The TLS files of {@link #node}: a server certificate for its name, {@code localhost} and {@code 127.0.0.1}. */
    TlsFiles tls();

    /**
     * Makes one more identity, or reads the one of that name when it is already there.
     *
     * @param identityName letters, digits, dots and dashes; the files go to {@code users/<identityName>@<domain>/msp}.
     */
    SigningIdentity issue(String identityName, Role role);
}
