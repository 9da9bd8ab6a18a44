package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate with its private key: what a peer, an orderer or a client signs with. Safe for use by several threads.
 */
public interface SigningIdentity {
    /** A certificate and its key. */
    static SigningIdentity of(String mspId, X509Certificate certificate, PrivateKey key) {
        return new KeyedIdentity(mspId, certificate, key);
    }

    /** The organisation's MSP. */
    String mspId();

    /** The certificate. */
    X509Certificate certificate();

    /** The private key, for those who must hand it to an SDK. */
    PrivateKey privateKey();

    /** The marshalled {@code SerializedIdentity}. */
    ByteString serialized();

    /** Signs SHA-256 of the message with ECDSA; DER with low S. */
    byte[] sign(byte[] message);
}
