package org.evenhand.audit.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate with its public key, read once and then only looked at. */
final class MemberCertificate {
    private static final Map<ASN1ObjectIdentifier, String> SIGNATURE_ALGORITHMS = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private final X509CertificateHolder holder;
    private final byte[] encoded;
    private final PublicKey publicKey;
    private final List<String> organizationalUnits;
    private final long expiresAtMillis;

    private MemberCertificate(X509CertificateHolder holder, byte[] encoded, PublicKey publicKey) {
        this.holder = holder;
        this.encoded = encoded;
        this.publicKey = publicKey;
        this.organizationalUnits = Arrays.stream(holder.getSubject().getRDNs(BCStyle.OU))
                .map(RDN::getFirst)
                .map(attribute -> IETFUtils.valueToString(attribute.getValue()))
                .toList();
        this.expiresAtMillis = holder.getNotAfter().toInstant().toEpochMilli();
    }

    /** Reads the first PEM block, as Fabric does; anything that is no certificate with a usable key is nothing. */
    static Optional<MemberCertificate> fromPem(byte[] pem, SignatureProvider provider) {
        Optional<byte[]> block = PemBlock.first(pem);
        if (block.isEmpty()) {
            return Optional.empty();
        }
        try {
            return fromDer(block.get(), provider);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers malformed bytes with many kinds of unchecked exceptions, casts among them.
            return Optional.empty();
        }
    }

    private static Optional<MemberCertificate> fromDer(byte[] der, SignatureProvider provider) throws IOException {
        X509CertificateHolder holder = new X509CertificateHolder(der);
        if (!Arrays.equals(holder.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
            return Optional.empty(); // Go takes DER alone, and Bouncy Castle much that is less strict.
        }
        ASN1ObjectIdentifier algorithm =
                holder.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm();
        String keyAlgorithm = algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? "EC"
                : algorithm.equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519" : "";
        if (keyAlgorithm.isEmpty()) {
            return Optional.empty();
        }
        try {
            PublicKey key = provider.publicKey(
                    keyAlgorithm, holder.getSubjectPublicKeyInfo().getEncoded());
            MemberCertificate certificate = new MemberCertificate(holder, holder.getEncoded(), key);
            certificate.readAll();
            return Optional.of(certificate);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    // Bouncy Castle reads lazily; what cannot be read has to be noticed here and not in the middle of a chain.
    private void readAll() {
        holder.getNotBefore();
        holder.getNotAfter();
        holder.getSignature();
        isAuthority();
        subjectKeyIdentifier();
        KeyUsage.fromExtensions(holder.getExtensions());
        ExtendedKeyUsage.fromExtensions(holder.getExtensions());
    }

    X509CertificateHolder holder() {
        return holder;
    }

    byte[] encoded() {
        return encoded.clone();
    }

    boolean sameBytes(MemberCertificate other) {
        return Arrays.equals(encoded, other.encoded);
    }

    PublicKey publicKey() {
        return publicKey;
    }

    byte[] publicKeyInfo() {
        try {
            return holder.getSubjectPublicKeyInfo().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A key that could be read can be written", e);
        }
    }

    boolean isEd25519() {
        return !(publicKey instanceof ECPublicKey);
    }

    List<String> organizationalUnits() {
        return organizationalUnits;
    }

    /**
     * The end of its validity in milliseconds since the epoch; asked for every transaction, and dates are slow to read.
     */
    long expiresAtMillis() {
        return expiresAtMillis;
    }

    boolean isAuthority() {
        BasicConstraints constraints = BasicConstraints.fromExtensions(holder.getExtensions());
        return constraints != null && constraints.isCA();
    }

    Optional<byte[]> subjectKeyIdentifier() {
        return Optional.ofNullable(holder.getExtension(Extension.subjectKeyIdentifier))
                .map(extension -> SubjectKeyIdentifier.getInstance(extension.getParsedValue())
                        .getKeyIdentifier());
    }

    boolean isSignedBy(MemberCertificate issuer, SignatureProvider provider) {
        return isSigned(
                issuer,
                holder.toASN1Structure().getSignatureAlgorithm().getAlgorithm(),
                holder.getSignature(),
                tbs(),
                provider);
    }

    static boolean isSigned(
            MemberCertificate issuer,
            ASN1ObjectIdentifier algorithm,
            byte[] signature,
            byte[] data,
            SignatureProvider provider) {
        String name = SIGNATURE_ALGORITHMS.get(algorithm);
        return name != null && provider.verify(name, issuer.publicKey, signature, data);
    }

    /**
     * Returns this certificate with the issuer's signature in its low-S form. Fabric compares, hashes and counts
     * certificates in that form, so that the two forms of one certificate are one identity.
     */
    MemberCertificate sanitized(MemberCertificate issuer) {
        if (!(issuer.publicKey instanceof ECPublicKey issuerKey)) {
            return this;
        }
        Optional<EcdsaSignature> signature = EcdsaSignature.parse(holder.getSignature());
        BigInteger order = issuerKey.getParams().getOrder();
        if (signature.isEmpty() || signature.get().isLowS(order)) {
            return this;
        }
        ASN1Sequence original =
                ASN1Sequence.getInstance(holder.toASN1Structure().toASN1Primitive());
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(original.getObjectAt(0));
        parts.add(original.getObjectAt(1));
        parts.add(new DERBitString(signature.get().lowS(order).der()));
        try {
            X509CertificateHolder canonical = new X509CertificateHolder(new DERSequence(parts).getEncoded());
            return new MemberCertificate(canonical, canonical.getEncoded(), publicKey);
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that could be read can be written", e);
        }
    }

    private byte[] tbs() {
        try {
            return holder.toASN1Structure().getTBSCertificate().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that could be read can be written", e);
        }
    }
}
