package org.evenhand.audit.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.jspecify.annotations.Nullable;

/**
 * An identity as a signer presents it: an MSP's name and a certificate. Whether that MSP vouches for it is a question
 * for {@link Membership}. There is one instance for the same bytes, so identity is equality.
 */
public final class PresentedIdentity {
    private final ByteString serialized;
    private final String mspId;
    private final @Nullable MemberCertificate certificate;

    private PresentedIdentity(ByteString serialized, String mspId, @Nullable MemberCertificate certificate) {
        this.serialized = serialized;
        this.mspId = mspId;
        this.certificate = certificate;
    }

    static PresentedIdentity parse(ByteString serialized, SignatureProvider provider) {
        try {
            SerializedIdentity identity = SerializedIdentity.parseFrom(serialized);
            return new PresentedIdentity(
                    serialized,
                    identity.getMspid(),
                    MemberCertificate.fromPem(identity.getIdBytes().toByteArray(), provider)
                            .orElse(null));
        } catch (InvalidProtocolBufferException e) {
            return new PresentedIdentity(serialized, "", null);
        }
    }

    /** Returns the name of the MSP that this identity claims to belong to; empty when it cannot be read. */
    public String mspId() {
        return mspId;
    }

    /** Returns the serialized identity, as it stands in headers and endorsements. */
    public ByteString serialized() {
        return serialized;
    }

    /** Returns SHA-256 over the certificate's SubjectPublicKeyInfo in DER, when there is a certificate. */
    public Optional<byte[]> publicKeySha256() {
        return certificate().map(held -> Sha256.of(held.publicKeyInfo()));
    }

    /** Returns the end of the certificate's validity in milliseconds since the epoch, when there is a certificate. */
    public Optional<Long> expiresAtMillis() {
        return certificate().map(MemberCertificate::expiresAtMillis);
    }

    Optional<MemberCertificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** Checks a signature over the parts in their order, in the low-S form that Fabric demands. */
    public boolean hasSigned(SignatureProvider provider, ByteString signature, ByteString... parts) {
        if (certificate == null) {
            return false;
        }
        byte[] bytes = signature.toByteArray();
        if (certificate.isEd25519()) {
            return provider.verify(
                    "Ed25519",
                    certificate.publicKey(),
                    bytes,
                    ByteString.copyFrom(Arrays.asList(parts)).toByteArray());
        }
        return certificate.publicKey() instanceof ECPublicKey key
                && EcdsaSignature.parse(bytes)
                        .filter(parsed -> parsed.isLowS(key.getParams().getOrder()))
                        .map(parsed -> provider.verifyEcdsa(key, parsed.der(), parts))
                        .orElse(false);
    }
}
