package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * An identity whose certificate chains to a root of its organisation and is not revoked. Expiry is for the caller to
 * judge.
 */
public interface Identity {
    /** The organisation's MSP. */
    String mspId();

    /** The certificate. */
    X509Certificate certificate();

    /** The role that the certificate's node OU gives. */
    Role role();

    /** The marshalled {@code SerializedIdentity}, as it stands in creators and endorsements. */
    ByteString serialized();

    /** Whether the signature (DER, low-S) over the message is this identity's. Never throws on malformed signatures. */
    boolean verifies(byte[] message, byte[] signature);

    /** Whether the certificate is past its end at that time. Fabric asks this of proposals, never at commit. */
    boolean expiredAt(Instant time);
}
