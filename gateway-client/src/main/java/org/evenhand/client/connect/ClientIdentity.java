package org.evenhand.client.connect;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.stream.Stream;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Identity;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;

/** Who a client is: an organisation, a certificate and its private key. */
public final class ClientIdentity {
    private final MspId msp;
    private final X509Certificate certificate;
    private final Signer signer;

    private ClientIdentity(MspId msp, X509Certificate certificate, Signer signer) {
        this.msp = msp;
        this.certificate = certificate;
        this.signer = signer;
    }

    /**
     * An identity from a certificate and its key.
     *
     * @throws IllegalArgumentException if nobody here can sign with the key
     */
    public static ClientIdentity of(MspId msp, X509Certificate certificate, PrivateKey key) {
        return new ClientIdentity(msp, certificate, signer(key));
    }

    /** An identity whose key lies elsewhere, such as in a hardware module. */
    public static ClientIdentity of(MspId msp, X509Certificate certificate, Signer signer) {
        return new ClientIdentity(msp, certificate, signer);
    }

    /**
     * Reads an identity from a folder in the layout of Fabric's tools: one certificate in {@code signcerts}, one
     * private key in {@code keystore}.
     *
     * @param folder the folder named {@code msp}
     * @throws IOException if a file is missing, is there twice, or cannot be read as what it should be
     */
    public static ClientIdentity fromMsp(MspId msp, Path folder) throws IOException {
        Path certificateFile = onlyFile(folder.resolve("signcerts"));
        Path keyFile = onlyFile(folder.resolve("keystore"));
        try (Reader certificate = Files.newBufferedReader(certificateFile);
                Reader key = Files.newBufferedReader(keyFile)) {
            return of(msp, Identities.readX509Certificate(certificate), Identities.readPrivateKey(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("no identity in " + certificateFile + " and " + keyFile + ": " + e.getMessage(), e);
        }
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
            if (found.size() != 1) {
                throw new IOException("expected one file in " + folder + ", found " + found.size());
            }
            return found.get(0);
        }
    }

    private static Signer signer(PrivateKey key) {
        if (key instanceof ECPrivateKey ecKey && key.getEncoded() != null) {
            try {
                return EcdsaSigner.of(ecKey);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("the private key is not one that ECDSA can use", e);
            }
        }
        return Signers.newPrivateKeySigner(key);
    }

    /** The organisation. */
    public MspId msp() {
        return msp;
    }

    /** What peers know this identity by. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the public key: what the contract knows this identity by. */
    public Digest key() {
        return Digest.of(certificate.getPublicKey().getEncoded());
    }

    /** Whose implementation signs, such as {@code AmazonCorrettoCryptoProvider} or {@code BC}. */
    public String signatureProvider() {
        return signer instanceof EcdsaSigner ecdsa
                ? ecdsa.providerName()
                : signer.getClass().getName();
    }

    /** The identity as Fabric's SDK wants it, for who calls the SDK beside this client. */
    public Identity toFabric() {
        return new X509Identity(msp.id(), certificate);
    }

    /** Signs SHA-256 digests; safe for use by several threads. */
    public Signer signer() {
        return signer;
    }
}
