package org.evenhand.audit.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Checks signatures with one provider that is known by name. The JDK's own is never used: it verifies P-256 signatures
 * more than ten times slower, and nobody should have to guess why an audit is slow.
 */
public final class SignatureProvider {
    private static final Map<String, String> KEY_ALGORITHMS =
            Map.of("SHA256withECDSA", "EC", "SHA384withECDSA", "EC", "SHA512withECDSA", "EC", "Ed25519", "Ed25519");

    private final Provider provider;
    private final Provider fallback;
    private final String warning;
    private final LongAdder verifications = new LongAdder();
    private final ThreadLocal<Signature> ecdsa = ThreadLocal.withInitial(() -> signature("SHA256withECDSA"));

    private SignatureProvider(Provider provider, Provider fallback, String warning) {
        this.provider = provider;
        this.fallback = fallback;
        this.warning = warning;
    }

    /**
     * Returns Amazon Corretto Crypto Provider where its native library loads, and Bouncy Castle with a warning
     * elsewhere.
     */
    public static SignatureProvider fastest() {
        return fastest(SignatureProvider::corretto);
    }

    /** The same with another way to load the fast provider. */
    static SignatureProvider fastest(Supplier<Provider> fast) {
        try {
            return new SignatureProvider(fast.get(), new BouncyCastleProvider(), "");
        } catch (IllegalStateException | LinkageError e) {
            return slow("Amazon Corretto Crypto Provider does not load here (" + e + ")");
        }
    }

    // A method of its own, so that a class path without the provider fails when this is called and not before.
    private static Provider corretto() {
        Throwable failure = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (failure != null) {
            throw new IllegalStateException(String.valueOf(failure.getMessage()), failure);
        }
        return AmazonCorrettoCryptoProvider.INSTANCE;
    }

    /** Returns Bouncy Castle, which runs everywhere. */
    public static SignatureProvider portable() {
        return slow("it was asked for");
    }

    private static SignatureProvider slow(String reason) {
        Provider bouncyCastle = new BouncyCastleProvider();
        return new SignatureProvider(
                bouncyCastle,
                bouncyCastle,
                "signatures were checked by the slower provider " + bouncyCastle.getName() + ": " + reason);
    }

    /** Returns why this is not the fast provider; empty when it is. */
    public String warning() {
        return warning;
    }

    /** Returns the provider's name, for reports. */
    public String name() {
        return provider.getName();
    }

    /** Returns how many signatures have been checked so far. */
    public long verifications() {
        return verifications.sum();
    }

    PublicKey publicKey(String keyAlgorithm, byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        Provider source = "EC".equals(keyAlgorithm) ? provider : fallback;
        return KeyFactory.getInstance(keyAlgorithm, source)
                .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    }

    /** Checks a signature with SHA-256 and ECDSA over the parts in their order. */
    boolean verifyEcdsa(PublicKey key, byte[] signature, ByteString... parts) {
        Signature verifier = ecdsa.get();
        try {
            verifier.initVerify(key);
            for (ByteString part : parts) {
                verifier.update(part.toByteArray());
            }
            verifications.increment();
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            ecdsa.remove();
            return false;
        }
    }

    /** Checks a signature with the named algorithm; only for what is rare, such as certificates. */
    boolean verify(String algorithm, PublicKey key, byte[] signature, byte[] data) {
        if (!KEY_ALGORITHMS.containsKey(algorithm)) {
            return false;
        }
        try {
            Signature verifier = "Ed25519".equals(algorithm)
                    ? Signature.getInstance(algorithm, fallback)
                    : Signature.getInstance(algorithm, provider);
            verifier.initVerify(key);
            verifier.update(data);
            verifications.increment();
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Signature signature(String algorithm) {
        try {
            return Signature.getInstance(algorithm, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(provider.getName() + " has no " + algorithm, e);
        }
    }
}
