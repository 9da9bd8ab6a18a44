package org.evenhand.audit.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** The identity with which an auditor asks a peer for blocks. Nothing that a peer answers is believed for it. */
public final class ClientIdentity {
    private final ByteString serialized;
    private final ECPrivateKey key;

    private ClientIdentity(ByteString serialized, ECPrivateKey key) {
        this.serialized = serialized;
        this.key = key;
    }

    /**
     * Reads an identity from its files.
     *
     * @param mspId the organisation's MSP
     * @param certificate the certificate in PEM
     * @param privateKey the private key in PEM, PKCS #8 or SEC 1, not encrypted
     * @throws IOException when a file cannot be read or holds something else
     */
    public static ClientIdentity read(String mspId, Path certificate, Path privateKey) throws IOException {
        ByteString serialized = SerializedIdentity.newBuilder()
                .setMspid(mspId)
                .setIdBytes(ByteString.copyFrom(Files.readAllBytes(certificate)))
                .build()
                .toByteString();
        if (key(Files.readString(privateKey, StandardCharsets.US_ASCII)) instanceof ECPrivateKey key) {
            return new ClientIdentity(serialized, key);
        }
        throw new IOException(privateKey + " holds no elliptic-curve key");
    }

    private static PrivateKey key(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object parsed = parser.readObject();
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter().setProvider(new BouncyCastleProvider());
            if (parsed instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (parsed instanceof PrivateKeyInfo info) {
                return converter.getPrivateKey(info);
            }
            throw new IOException("Expected a private key in PEM");
        }
    }

    /** Returns the identity as it stands in signature headers. */
    public ByteString serialized() {
        return serialized;
    }

    /** Signs with SHA-256 and ECDSA, in the low-S form that Fabric demands. */
    public ByteString sign(ByteString message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA", new BouncyCastleProvider());
            signer.initSign(key);
            signer.update(message.toByteArray());
            BigInteger order = key.getParams().getOrder();
            return ByteString.copyFrom(EcdsaSignature.parse(signer.sign())
                    .orElseThrow()
                    .lowS(order)
                    .der());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that could be read can sign", e);
        }
    }
}
