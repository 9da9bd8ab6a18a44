package org.evenhand.client.connect;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.hyperledger.fabric.client.identity.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs digests with ECDSA, in the low-S form that Fabric demands.
 *
 * <p>The SDK's own signer takes whatever provider the JVM lists first, and the JDK's is many times slower than the two
 * used here; a writer signs three times per transaction.
 */
final class EcdsaSigner implements Signer {
    private static final Logger LOGGER = LoggerFactory.getLogger(EcdsaSigner.class);
    private static final String ALGORITHM = "NONEwithECDSA";

    private final Provider provider;
    private final PrivateKey key;
    private final BigInteger order;

    private EcdsaSigner(Provider provider, PrivateKey key, BigInteger order) {
        this.provider = provider;
        this.key = key;
        this.order = order;
    }

    /** A signer with the fastest provider that loads here. The key must be one that can be exported. */
    static EcdsaSigner of(ECPrivateKey key) throws GeneralSecurityException {
        return of(key, Fastest.PROVIDER);
    }

    static EcdsaSigner of(ECPrivateKey key, Provider provider) throws GeneralSecurityException {
        PrivateKey adopted =
                KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        return new EcdsaSigner(provider, adopted, key.getParams().getOrder());
    }

    String providerName() {
        return provider.getName();
    }

    @Override
    public byte[] sign(byte[] digest) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM, provider);
        signature.initSign(key);
        signature.update(digest);
        return lowS(signature.sign());
    }

    /** Of the two values of S that verify, Fabric accepts the smaller one alone. */
    private byte[] lowS(byte[] der) throws GeneralSecurityException {
        ASN1Sequence parts = ASN1Sequence.getInstance(der);
        BigInteger s = ASN1Integer.getInstance(parts.getObjectAt(1)).getValue();
        if (s.compareTo(order.shiftRight(1)) <= 0) {
            return der;
        }
        try {
            return new DERSequence(new ASN1Encodable[] {parts.getObjectAt(0), new ASN1Integer(order.subtract(s))})
                    .getEncoded();
        } catch (IOException e) {
            throw new GeneralSecurityException("a signature could not be encoded", e);
        }
    }

    private static Provider choose() {
        try {
            Throwable failure = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
            if (failure == null) {
                return AmazonCorrettoCryptoProvider.INSTANCE;
            }
            LOGGER.warn("Amazon Corretto Crypto does not load here, signing will be slower: {}", failure.toString());
        } catch (LinkageError missing) {
            LOGGER.warn("Amazon Corretto Crypto is missing, signing will be slower: {}", missing.toString());
        }
        return new BouncyCastleProvider();
    }

    private static final class Fastest {
        static final Provider PROVIDER = choose();

        private Fastest() {}
    }
}
