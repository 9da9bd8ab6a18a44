package org.evenhand.network.pki;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ECDSA over P-256 with SHA-256 and low S, by a fast implementation: Amazon Corretto's where its native library loads,
 * else Bouncy Castle's. The JDK's own is some twenty times slower at verifying and is never chosen.
 */
public final class Ecdsa {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ecdsa.class);
    private static final String SIGNATURE_ALGORITHM = "SHA256withECDSA";

    private final Provider provider;

    private Ecdsa(Provider provider) {
        this.provider = provider;
    }

    /** The fastest implementation that this machine can load; always the same one. The first call logs which it is. */
    public static Ecdsa fastest() {
        return Fastest.INSTANCE;
    }

    /** Bouncy Castle's implementation, which runs everywhere. */
    static Ecdsa portable() {
        return new Ecdsa(new BouncyCastleProvider());
    }

    private static Ecdsa choose() {
        Ecdsa chosen = new Ecdsa(chooseProvider());
        LOGGER.info("ECDSA by {} {}", chosen.providerName(), chosen.provider.getVersionStr());
        return chosen;
    }

    private static Provider chooseProvider() {
        try {
            AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable failure = corretto.getLoadingError();
            if (failure == null) {
                return corretto;
            }
            LOGGER.warn(
                    "Amazon Corretto Crypto does not load here, verification will be slower: {}", failure.toString());
        } catch (LinkageError missing) {
            LOGGER.warn(
                    "Amazon Corretto Crypto is not on the class path, verification will be slower: {}",
                    missing.toString());
        }
        return new BouncyCastleProvider();
    }

    /** The provider's name, such as {@code AmazonCorrettoCryptoProvider} or {@code BC}. */
    public String providerName() {
        return provider.getName();
    }

    /** The provider itself, for certificate builders. */
    public Provider provider() {
        return provider;
    }

    /** Makes a key pair. */
    public KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no P-256 key pair from " + providerName(), e);
        }
    }

    /**
     * Reads a private key.
     *
     * @throws IllegalArgumentException if the bytes are not a PKCS#8 EC key.
     */
    public PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an EC private key", e);
        }
    }

    /**
     * The same public key as this implementation's own object: converted once, instead of at every verification.
     *
     * @throws IllegalArgumentException if it is not an EC key.
     */
    public PublicKey adopt(PublicKey key) {
        try {
            return KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an EC public key", e);
        }
    }

    /** Signs SHA-256 of the message; the result is DER with low S, the only form that Fabric accepts. */
    public byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE_ALGORITHM, provider);
            signature.initSign(key);
            signature.update(message);
            return LowS.normalise(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(providerName() + " cannot sign", e);
        }
    }

    /** Whether the signature is DER, has low S, and is the key's over SHA-256 of the message. */
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (!LowS.holds(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(SIGNATURE_ALGORITHM, provider);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(providerName() + " cannot verify", e);
        }
    }

    private static final class Fastest {
        static final Ecdsa INSTANCE = choose();

        private Fastest() {}
    }
}
