package org.evenhand.network.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.msp.Role;
import org.evenhand.network.pki.Ecdsa;

/**
 * Issues certificates as Fabric's {@code cryptogen} does.
 *
 * @param certificate the authority's own certificate.
 * @param key its private key.
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFETIME = Duration.ofDays(3650);
    /** Clocks differ: a certificate is already valid for those that are a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;
    private static final Pattern IP_ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}");

    /** Makes a self-signed authority. */
    static CertificateAuthority root(String organisation, String commonName) {
        KeyPair pair = Ecdsa.fastest().newKeyPair();
        X500Name subject = subject(Optional.of(organisation), Optional.empty(), commonName);
        X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic());
        int usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign | KeyUsage.cRLSign;
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(Extension.extendedKeyUsage, false, tlsPurposes());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.subjectKeyIdentifier, false, keyIdentifier(pair.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException("an extension cannot be encoded", e);
        }
        return new CertificateAuthority(signed(builder, pair.getPrivate()), pair.getPrivate());
    }

    /** Issues an identity: a certificate that signs transactions, with a node OU. */
    X509Certificate identity(String commonName, Role role, PublicKey subjectKey) {
        X509v3CertificateBuilder builder = leaf(
                subject(Optional.empty(), Optional.of(role.organisationalUnit()), commonName),
                subjectKey,
                KeyUsage.digitalSignature);
        return signed(builder, key);
    }

    /** Issues a TLS certificate for both sides of a connection. */
    X509Certificate tls(String commonName, List<String> alternativeNames, PublicKey subjectKey) {
        X509v3CertificateBuilder builder = leaf(
                subject(Optional.empty(), Optional.empty(), commonName),
                subjectKey,
                KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        GeneralName[] names = alternativeNames.stream()
                .map(name -> new GeneralName(
                        IP_ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        try {
            builder.addExtension(Extension.extendedKeyUsage, false, tlsPurposes());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        } catch (IOException e) {
            throw new UncheckedIOException("an extension cannot be encoded", e);
        }
        return signed(builder, key);
    }

    private X509v3CertificateBuilder leaf(X500Name subject, PublicKey subjectKey, int usage) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, subject, subjectKey);
        byte[] authority = keyIdentifier(certificate.getPublicKey()).getKeyIdentifier();
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authority));
        } catch (IOException e) {
            throw new UncheckedIOException("an extension cannot be encoded", e);
        }
        return builder;
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey subjectKey) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(BACKDATED);
        return new X509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                Date.from(start),
                Date.from(start.plus(LIFETIME)),
                subject,
                SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
    }

    private static X500Name subject(Optional<String> organisation, Optional<String> unit, String commonName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.C, "US");
        organisation.ifPresent(value -> name.addRDN(BCStyle.O, value));
        unit.ifPresent(value -> name.addRDN(BCStyle.OU, value));
        return name.addRDN(BCStyle.L, "San Francisco")
                .addRDN(BCStyle.ST, "California")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static ExtendedKeyUsage tlsPurposes() {
        return new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth});
    }

    /** SHA-256 of the uncompressed point: RFC 7093, section 2, method 4. */
    private static SubjectKeyIdentifier keyIdentifier(PublicKey key) {
        byte[] point = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
        return new SubjectKeyIdentifier(BlockHashes.sha256().digest(point));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            byte[] der = builder.build(new LowSContentSigner(key)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("a certificate that was just made cannot be read", e);
        }
    }

    /** Fabric rewrites certificates whose signature has high S; ours never have. */
    private static final class LowSContentSigner implements ContentSigner {
        private static final ASN1ObjectIdentifier ECDSA_WITH_SHA256 = X9ObjectIdentifiers.ecdsa_with_SHA256;

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final PrivateKey key;

        LowSContentSigner(PrivateKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(ECDSA_WITH_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return Ecdsa.fastest().sign(key, content.toByteArray());
        }
    }
}
