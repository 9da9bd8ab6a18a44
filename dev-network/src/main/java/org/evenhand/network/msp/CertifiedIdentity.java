package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import org.evenhand.network.pki.Ecdsa;

/**
 * An identity that passed its MSP's checks. Two are equal when MSP and certificate are, however they were serialised.
 */
final class CertifiedIdentity implements Identity {
    private final String mspId;
    private final X509Certificate certificate;
    private final Role role;
    private final ByteString serialized;
    private final PublicKey key;

    CertifiedIdentity(String mspId, X509Certificate certificate, Role role, ByteString serialized) {
        this.mspId = mspId;
        this.certificate = certificate;
        this.role = role;
        this.serialized = serialized;
        this.key = Ecdsa.fastest().adopt(certificate.getPublicKey());
    }

    @Override
    public String mspId() {
        return mspId;
    }

    @Override
    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public ByteString serialized() {
        return serialized;
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        return Ecdsa.fastest().verify(key, message, signature);
    }

    @Override
    public boolean expiredAt(Instant time) {
        return time.isAfter(certificate.getNotAfter().toInstant());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertifiedIdentity that
                && mspId.equals(that.mspId)
                && certificate.equals(that.certificate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mspId, certificate);
    }

    @Override
    public String toString() {
        return mspId + ":" + certificate.getSubjectX500Principal();
    }
}
