package org.evenhand.audit.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The revocation lists of one MSP definition. They count from the config block that brought them, whatever their dates.
 */
final class Revocations {
    private final List<X509CRLHolder> lists = new ArrayList<>();
    private final SignatureProvider provider;

    Revocations(List<ByteString> encoded, SignatureProvider provider) {
        this.provider = provider;
        for (ByteString list : encoded) {
            try {
                lists.add(new X509CRLHolder(der(list.toByteArray())));
            } catch (IOException | ClassCastException e) {
                throw new IllegalArgumentException("An MSP definition has a revocation list that cannot be read", e);
            }
        }
    }

    Optional<String> fault(MemberCertificate certificate, MemberCertificate issuer) {
        Optional<byte[]> issuerKey = issuer.subjectKeyIdentifier();
        if (issuerKey.isEmpty()) {
            return Optional.of("the issuer has no subject key identifier");
        }
        for (X509CRLHolder list : lists) {
            Extension extension = list.getExtension(Extension.authorityKeyIdentifier);
            if (extension == null) {
                return Optional.of("a revocation list names no authority");
            }
            byte[] authority = AuthorityKeyIdentifier.getInstance(extension.getParsedValue())
                    .getKeyIdentifierOctets();
            if (Arrays.equals(authority, issuerKey.get())
                    && list.getRevokedCertificate(certificate.holder().getSerialNumber()) != null
                    && isSignedBy(list, issuer)) {
                return Optional.of("the certificate has been revoked");
            }
        }
        return Optional.empty();
    }

    private boolean isSignedBy(X509CRLHolder list, MemberCertificate issuer) {
        try {
            return MemberCertificate.isSigned(
                    issuer,
                    list.toASN1Structure().getSignatureAlgorithm().getAlgorithm(),
                    list.toASN1Structure().getSignature().getOctets(),
                    list.toASN1Structure().getTBSCertList().getEncoded(),
                    provider);
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] der(byte[] bytes) throws IOException {
        if (bytes.length > 0 && bytes[0] == '-') {
            try (PemReader reader = new PemReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
                PemObject block = reader.readPemObject();
                if (block != null) {
                    return block.getContent();
                }
            }
        }
        return bytes;
    }
}
