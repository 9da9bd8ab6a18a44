package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.evenhand.network.pki.Ecdsa;
import org.evenhand.network.pki.Pem;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** A certificate and its key in memory. */
final class KeyedIdentity implements SigningIdentity {
    private final String mspId;
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final ByteString serialized;

    KeyedIdentity(String mspId, X509Certificate certificate, PrivateKey key) {
        this.mspId = mspId;
        this.certificate = certificate;
        this.key = key;
        try {
            this.serialized = SerializedIdentity.newBuilder()
                    .setMspid(mspId)
                    .setIdBytes(ByteString.copyFromUtf8(Pem.encode("CERTIFICATE", certificate.getEncoded())))
                    .build()
                    .toByteString();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate has no DER form", e);
        }
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
    public PrivateKey privateKey() {
        return key;
    }

    @Override
    public ByteString serialized() {
        return serialized;
    }

    @Override
    public byte[] sign(byte[] message) {
        return Ecdsa.fastest().sign(key, message);
    }

    @Override
    public String toString() {
        return mspId + ":" + certificate.getSubjectX500Principal();
    }
}
