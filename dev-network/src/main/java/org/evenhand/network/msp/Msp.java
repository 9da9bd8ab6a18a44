package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.evenhand.network.pki.Ecdsa;
import org.evenhand.network.pki.Pem;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;

/**
 * One organisation's MSP, as its definition in the channel configuration says. Only MSPs with node OUs are supported:
 * without them no certificate says what its holder is.
 */
final class Msp {
    private static final int CHAIN_LENGTH_MAX = 8;

    private final String id;
    private final List<X509Certificate> roots;
    private final List<X509Certificate> intermediates;
    private final List<X509CRL> revocations;
    private final Map<Role, FabricOUIdentifier> roles = new EnumMap<>(Role.class);

    Msp(FabricMSPConfig config) {
        id = config.getName();
        roots = certificates(config.getRootCertsList());
        intermediates = certificates(config.getIntermediateCertsList());
        revocations = revocations(config.getRevocationListList());
        FabricNodeOUs nodeOus = config.getFabricNodeOus();
        if (!nodeOus.getEnable() || roots.isEmpty()) {
            throw new IllegalArgumentException("MSP " + id + " must have a root and node OUs");
        }
        roles.put(Role.CLIENT, nodeOus.getClientOuIdentifier());
        roles.put(Role.PEER, nodeOus.getPeerOuIdentifier());
        roles.put(Role.ADMIN, nodeOus.getAdminOuIdentifier());
        roles.put(Role.ORDERER, nodeOus.getOrdererOuIdentifier());
        roles.values().removeIf(ou -> ou.getOrganizationalUnitIdentifier().isEmpty());
    }

    String id() {
        return id;
    }

    Identity identity(byte[] pem, ByteString serialized) throws IdentityException {
        try {
            X509Certificate certificate = Pem.certificate(pem);
            X509Certificate issuer = checkChain(certificate);
            return new CertifiedIdentity(id, certificate, role(certificate, issuer), serialized);
        } catch (IllegalArgumentException e) {
            throw new IdentityException("no certificate with an EC key: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the direct issuer. Validity is judged at the certificate's own start, as Fabric does: expiry never
     * changes a ledger.
     */
    private X509Certificate checkChain(X509Certificate leaf) throws IdentityException {
        if (leaf.getBasicConstraints() >= 0) {
            throw new IdentityException("a CA's certificate is no identity");
        }
        Date start = Date.from(leaf.getNotBefore().toInstant().plusSeconds(1));
        X509Certificate directIssuer = issuer(leaf, start);
        X509Certificate current = leaf;
        X509Certificate issuer = directIssuer;
        for (int length = 0; length < CHAIN_LENGTH_MAX; length++) {
            refuseRevoked(current, issuer);
            if (roots.contains(issuer)) {
                return directIssuer;
            }
            current = issuer;
            issuer = issuer(current, start);
        }
        throw new IdentityException("more than " + CHAIN_LENGTH_MAX + " certificates up to a root of " + id);
    }

    private X509Certificate issuer(X509Certificate certificate, Date at) throws IdentityException {
        List<X509Certificate> candidates = new ArrayList<>(intermediates);
        candidates.addAll(roots);
        for (X509Certificate candidate : candidates) {
            if (candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && candidate.getBasicConstraints() >= 0
                    && signed(candidate, certificate, at)) {
                return candidate;
            }
        }
        throw new IdentityException(
                "certificate of " + certificate.getSubjectX500Principal() + " does not chain to a root of " + id);
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate, Date at) {
        try {
            issuer.checkValidity(at);
            certificate.verify(issuer.getPublicKey(), Ecdsa.fastest().provider());
            return true;
        } catch (GeneralSecurityException notSigned) {
            return false;
        }
    }

    private void refuseRevoked(X509Certificate certificate, X509Certificate issuer) throws IdentityException {
        for (X509CRL revocation : revocations) {
            if (revocation.getRevokedCertificate(certificate.getSerialNumber()) != null && signed(issuer, revocation)) {
                throw new IdentityException("certificate of " + certificate.getSubjectX500Principal() + " is revoked");
            }
        }
    }

    private static boolean signed(X509Certificate issuer, X509CRL revocation) {
        try {
            revocation.verify(issuer.getPublicKey(), Ecdsa.fastest().provider());
            return true;
        } catch (GeneralSecurityException notSigned) {
            return false;
        }
    }

    private Role role(X509Certificate certificate, X509Certificate issuer) throws IdentityException {
        List<Role> found = new ArrayList<>();
        for (String unit : organisationalUnits(certificate)) {
            for (Map.Entry<Role, FabricOUIdentifier> entry : roles.entrySet()) {
                if (entry.getValue().getOrganizationalUnitIdentifier().equals(unit)) {
                    refuseOtherCertifier(entry.getValue(), issuer);
                    found.add(entry.getKey());
                }
            }
        }
        if (found.size() != 1) {
            throw new IdentityException("certificate of " + certificate.getSubjectX500Principal()
                    + " must have one node OU of " + id + ", but has " + found);
        }
        return found.get(0);
    }

    private void refuseOtherCertifier(FabricOUIdentifier ou, X509Certificate issuer) throws IdentityException {
        ByteString certifier = ou.getCertificate();
        if (!certifier.isEmpty() && !Pem.certificate(certifier.toByteArray()).equals(issuer)) {
            throw new IdentityException(
                    id + " does not let this CA certify the node OU " + ou.getOrganizationalUnitIdentifier());
        }
    }

    private static List<String> organisationalUnits(X509Certificate certificate) throws IdentityException {
        try {
            List<String> units = new ArrayList<>();
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                Attribute attribute = rdn.toAttributes().get("OU");
                for (int i = 0; attribute != null && i < attribute.size(); i++) {
                    units.add(String.valueOf(attribute.get(i)));
                }
            }
            return units;
        } catch (NamingException e) {
            throw new IdentityException("unreadable subject " + certificate.getSubjectX500Principal(), e);
        }
    }

    private static List<X509Certificate> certificates(List<ByteString> pems) {
        return pems.stream().map(pem -> Pem.certificate(pem.toByteArray())).toList();
    }

    private static List<X509CRL> revocations(List<ByteString> pems) {
        List<X509CRL> revocations = new ArrayList<>();
        for (ByteString pem : pems) {
            try {
                byte[] der = Pem.decode(pem.toStringUtf8());
                revocations.add(
                        (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der)));
            } catch (CertificateException | CRLException e) {
                throw new IllegalArgumentException("unreadable revocation list", e);
            }
        }
        return revocations;
    }
}
