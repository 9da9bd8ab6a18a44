package org.evenhand.audit.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Finds the chain from a certificate to a root by the rules that Fabric's MSP applies. Time is the first second of the
 * certificate's own validity: Fabric does not look at expiry when it validates a block, and a replay must not either.
 */
final class CertificatePath {
    private static final int LENGTH_MAX = 8;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.keyUsage,
            Extension.basicConstraints,
            Extension.extendedKeyUsage,
            Extension.subjectAlternativeName,
            Extension.certificatePolicies,
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier);

    private final List<MemberCertificate> roots;
    private final List<MemberCertificate> intermediates;
    private final SignatureProvider provider;

    CertificatePath(List<MemberCertificate> roots, List<MemberCertificate> intermediates, SignatureProvider provider) {
        this.roots = List.copyOf(roots);
        this.intermediates = List.copyOf(intermediates);
        this.provider = provider;
    }

    /** Returns the only chain from the certificate to a root; none when there is no chain or more than one. */
    Optional<List<MemberCertificate>> from(MemberCertificate leaf) {
        Date at = Date.from(leaf.holder().getNotBefore().toInstant().plusSeconds(1));
        List<List<MemberCertificate>> found = new ArrayList<>();
        if (isAcceptable(leaf.holder(), at)) {
            extend(List.of(leaf), at, found);
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private void extend(List<MemberCertificate> chain, Date at, List<List<MemberCertificate>> found) {
        if (chain.size() > LENGTH_MAX) {
            return;
        }
        for (MemberCertificate root : roots) {
            if (issues(root, chain, at)) {
                found.add(with(chain, root));
            }
        }
        for (MemberCertificate intermediate : intermediates) {
            if (issues(intermediate, chain, at)) {
                extend(with(chain, intermediate), at, found);
            }
        }
    }

    private boolean issues(MemberCertificate issuer, List<MemberCertificate> chain, Date at) {
        MemberCertificate last = chain.get(chain.size() - 1);
        return chain.stream().noneMatch(issuer::sameBytes)
                && last.holder().getIssuer().equals(issuer.holder().getSubject())
                && isAcceptable(issuer.holder(), at)
                && mayIssue(issuer.holder(), chain.size() - 1)
                && last.isSignedBy(issuer, provider);
    }

    private static boolean mayIssue(X509CertificateHolder issuer, int intermediatesBelow) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(issuer.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            return false;
        }
        if (constraints.getPathLenConstraint() != null
                && constraints.getPathLenConstraint().intValue() < intermediatesBelow) {
            return false;
        }
        KeyUsage usage = KeyUsage.fromExtensions(issuer.getExtensions());
        return usage == null || usage.hasUsages(KeyUsage.keyCertSign);
    }

    private static boolean isAcceptable(X509CertificateHolder certificate, Date at) {
        if (!certificate.isValidOn(at)) {
            return false;
        }
        for (Object critical : certificate.getCriticalExtensionOIDs()) {
            if (critical instanceof ASN1ObjectIdentifier oid && !UNDERSTOOD.contains(oid)) {
                return false;
            }
        }
        return servesAnyPurpose(certificate);
    }

    // Fabric leaves the purposes empty when it verifies a chain, which Go takes to mean "server authentication".
    private static boolean servesAnyPurpose(X509CertificateHolder certificate) {
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(certificate.getExtensions());
        return usage == null
                || usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)
                || usage.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth);
    }

    private static List<MemberCertificate> with(List<MemberCertificate> chain, MemberCertificate next) {
        List<MemberCertificate> longer = new ArrayList<>(chain);
        longer.add(next);
        return longer;
    }

    static boolean hasNameConstraints(MemberCertificate certificate) {
        ASN1Encodable extension = certificate.holder().getExtension(Extension.nameConstraints);
        return extension != null;
    }

    static byte[] concatenated(List<MemberCertificate> chain) {
        byte[] all = new byte[0];
        for (MemberCertificate certificate : chain) {
            byte[] next = certificate.encoded();
            int start = all.length;
            all = Arrays.copyOf(all, start + next.length);
            System.arraycopy(next, 0, all, start, next.length);
        }
        return all;
    }
}
