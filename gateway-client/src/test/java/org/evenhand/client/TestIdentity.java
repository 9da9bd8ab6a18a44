package org.evenhand.client;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.client.identity.Identities;

/** A key with a certificate that it signed itself, made for one test. */
public record TestIdentity(KeyPair keys, X509Certificate certificate) {

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle asks for it.
    public static TestIdentity make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=user1,OU=client");
            Date yesterday = new Date(System.currentTimeMillis() - 86_400_000L);
            Date tomorrow = new Date(System.currentTimeMillis() + 86_400_000L);
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name, BigInteger.ONE, yesterday, tomorrow, name, keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
            return new TestIdentity(keys, certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public ClientIdentity in(String msp) {
        return ClientIdentity.of(new MspId(msp), certificate, keys.getPrivate());
    }

    /** Writes the folder that Fabric's tools would. */
    public Path writeMsp(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("signcerts"));
        Files.createDirectories(folder.resolve("keystore"));
        Files.writeString(folder.resolve("signcerts/cert.pem"), Identities.toPemString(certificate));
        Files.writeString(folder.resolve("keystore/0a1b_sk"), Identities.toPemString(keys.getPrivate()));
        return folder;
    }
}
