package org.evenhand.network.crypto;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;

/**
 * One organisation's certificates and keys, in the folder layout of Fabric's test network. Safe for use by several
 * threads.
 */
public interface OrganisationMaterial {
    /** The name, such as {@code Org1}. */
    String name();

    /** The MSP id, such as {@code Org1MSP}. */
    String mspId();

    /** The domain, such as {@code org1.example.com}. */
    String domain();

    /** The organisation's folder. */
    Path folder();

    /** The root of its identities. */
    X509Certificate authority();

    /** The root of its TLS certificates. */
    X509Certificate tlsAuthority();

    /** The name of {@link #node}: {@code peer0.<domain>}, or {@code orderer.<domain>} of the orderer's organisation. */
    String nodeName();

    /** The organisation's only node. */
    SigningIdentity node();

    /** {@code Admin@<domain>}. */
    SigningIdentity admin();

    /**
     * {@code User1@<domain>}.
     *
     * @throws IllegalStateException of the orderer's organisation, which has none.
     */
    SigningIdentity user();

    /** The TLS files of {@link #node}: a server certificate for its name, {@code localhost} and {@code 127.0.0.1}. */
    TlsFiles tls();

    /**
     * Makes one more identity, or reads the one of that name when it is already there.
     *
     * @param identityName letters, digits, dots and dashes; the files go to {@code users/<identityName>@<domain>/msp}.
     * @throws IllegalArgumentException if the name is not usable, or if the identity is there with another role.
     */
    SigningIdentity issue(String identityName, Role role);
}
