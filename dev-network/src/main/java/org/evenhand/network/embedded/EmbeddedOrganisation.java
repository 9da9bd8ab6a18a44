package org.evenhand.network.embedded;

import java.nio.file.Path;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;

/** One organisation of an embedded network, as its members see it. */
public final class EmbeddedOrganisation {
    private final OrganisationMaterial material;
    private final Endpoint gateway;
    private final Path connectionProfile;

    EmbeddedOrganisation(OrganisationMaterial material, Endpoint gateway, Path connectionProfile) {
        this.material = material;
        this.gateway = gateway;
        this.connectionProfile = connectionProfile;
    }

    /** The name, such as {@code Org1}. */
    public String name() {
        return material.name();
    }

    /** The MSP id, such as {@code Org1MSP}. */
    public String mspId() {
        return material.mspId();
    }

    /** Where the gateway, the endorser and the deliver service listen, with TLS. The same after a restart. */
    public Endpoint gateway() {
        return gateway;
    }

    /** The PEM file of the authority that vouches for the gateway's TLS certificate. */
    public Path tlsAuthority() {
        return material.tls().authority();
    }

    /** The organisation's key material, in the layout of Fabric's test network. */
    public Path cryptoFolder() {
        return material.folder();
    }

    /** The connection profile, in the shape of those of Fabric's test network. */
    public Path connectionProfile() {
        return connectionProfile;
    }

    /** The organisation's administrator. */
    public SigningIdentity admin() {
        return material.admin();
    }

    /** The organisation's first user. */
    public SigningIdentity user() {
        return material.user();
    }

    /** Makes an identity, or reads the one that was made under this name. */
    public SigningIdentity issueIdentity(String identityName, Role role) {
        return material.issue(identityName, role);
    }
}
