package org.evenhand.network.config;

import com.google.protobuf.ByteString;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Role;
import org.evenhand.network.pki.Pem;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.msp.FabricCryptoConfig;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/** An organisation's MSP as a value of the channel configuration. */
final class OrganisationMsp {
    private OrganisationMsp() {}

    /** A group that holds the MSP alone. */
    static ConfigGroup.Builder group(OrganisationMaterial organisation) {
        ByteString root = pem(organisation.authority());
        FabricNodeOUs nodeOus = FabricNodeOUs.newBuilder()
                .setEnable(true)
                .setClientOuIdentifier(ou(root, Role.CLIENT))
                .setPeerOuIdentifier(ou(root, Role.PEER))
                .setAdminOuIdentifier(ou(root, Role.ADMIN))
                .setOrdererOuIdentifier(ou(root, Role.ORDERER))
                .build();
        FabricMSPConfig msp = FabricMSPConfig.newBuilder()
                .setName(organisation.mspId())
                .addRootCerts(root)
                .setCryptoConfig(FabricCryptoConfig.newBuilder()
                        .setSignatureHashFamily("SHA2")
                        .setIdentityIdentifierHashFunction("SHA256"))
                .addTlsRootCerts(pem(organisation.tlsAuthority()))
                .setFabricNodeOus(nodeOus)
                .build();
        return ConfigGroup.newBuilder()
                .putValues("MSP", GenesisBlock.value(MSPConfig.newBuilder().setConfig(msp.toByteString())));
    }

    private static FabricOUIdentifier ou(ByteString certifier, Role role) {
        return FabricOUIdentifier.newBuilder()
                .setCertificate(certifier)
                .setOrganizationalUnitIdentifier(role.organisationalUnit())
                .build();
    }

    private static ByteString pem(X509Certificate certificate) {
        try {
            return ByteString.copyFromUtf8(Pem.encode("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate has no DER form", e);
        }
    }
}
