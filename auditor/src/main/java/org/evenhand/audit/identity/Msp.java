package org.evenhand.audit.identity;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hyperledger.fabric.protos.msp.FabricCryptoConfig;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;

/** One organisation's membership rules, as its MSP definition in the channel's configuration has them. */
final class Msp {
    private final String name;
    private final List<MemberCertificate> roots = new ArrayList<>();
    private final List<MemberCertificate> intermediates = new ArrayList<>();
    private final List<MemberCertificate> admins = new ArrayList<>();
    private final List<String> unsupported = new ArrayList<>();
    private final SignatureProvider provider;
    private final boolean ed25519Allowed;
    private final OrganizationalUnits units;
    private final Revocations revocations;
    private CertificatePath paths;

    Msp(FabricMSPConfig config, boolean ed25519Allowed, SignatureProvider provider) {
        this.name = config.getName();
        this.provider = provider;
        this.ed25519Allowed = ed25519Allowed;
        List<MemberCertificate> rawRoots = read(config.getRootCertsList(), "root");
        List<MemberCertificate> rawIntermediates = read(config.getIntermediateCertsList(), "intermediate");
        rawRoots.forEach(root -> roots.add(root.sanitized(root)));
        this.paths = new CertificatePath(rawRoots, rawIntermediates, provider);
        for (MemberCertificate intermediate : rawIntermediates) {
            paths.from(intermediate).ifPresent(chain -> intermediates.add(intermediate.sanitized(chain.get(1))));
        }
        this.paths = new CertificatePath(roots, intermediates, provider);
        for (MemberCertificate admin : read(config.getAdminsList(), "admin")) {
            paths.from(admin).ifPresent(chain -> admins.add(admin.sanitized(chain.get(1))));
        }
        this.revocations = new Revocations(config.getRevocationListList(), provider);
        this.units = new OrganizationalUnits(config, this);
        checkSupported(config);
    }

    String name() {
        return name;
    }

    OrganizationalUnits units() {
        return units;
    }

    /** Returns what this definition asks for that is not implemented here; an audit must not pass over it. */
    List<String> unsupported() {
        return List.copyOf(unsupported);
    }

    boolean isAdmin(MemberCertificate certificate) {
        return admins.stream().anyMatch(certificate::sameBytes);
    }

    /** Finds the identity's place in this MSP; nothing when its certificate does not lead to one of the roots. */
    Optional<Member> member(MemberCertificate presented) {
        return paths.from(presented).map(chain -> {
            MemberCertificate certificate = presented.sanitized(chain.get(1));
            String id = name + " " + HexFormat.of().formatHex(Sha256.of(certificate.encoded()));
            return new Member(this, id, certificate, chain, fault(certificate, chain));
        });
    }

    private String fault(MemberCertificate certificate, List<MemberCertificate> chain) {
        if (certificate.isEd25519() && !ed25519Allowed) {
            return "Ed25519 keys need the channel capability V3_0";
        }
        if (certificate.isAuthority()) {
            return "a certificate authority cannot be used as an identity";
        }
        if (isInnerNode(chain.get(1))) {
            return "the issuer is not a leaf of the organisation's tree of authorities";
        }
        Optional<String> revoked = revocations.fault(certificate, chain.get(1));
        return revoked.orElseGet(() -> units.fault(certificate, chain.subList(1, chain.size())));
    }

    private boolean isInnerNode(MemberCertificate authority) {
        return intermediates.stream()
                .flatMap(intermediate -> paths.from(intermediate).stream())
                .anyMatch(chain -> chain.subList(1, chain.size()).stream().anyMatch(authority::sameBytes));
    }

    /** Returns the hash of the chain above an authority that is named for an organisational unit, itself included. */
    Optional<byte[]> certifiersIdentifier(ByteString pem) {
        Optional<MemberCertificate> named = MemberCertificate.fromPem(pem.toByteArray(), provider);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        MemberCertificate self = named.get().sanitized(named.get());
        if (roots.stream().anyMatch(self::sameBytes)) {
            return Optional.of(Sha256.of(self.encoded()));
        }
        return paths.from(named.get())
                .filter(chain -> intermediates.stream().anyMatch(named.get().sanitized(chain.get(1))::sameBytes))
                .map(chain -> {
                    List<MemberCertificate> canonical = new ArrayList<>(chain);
                    canonical.set(0, named.get().sanitized(chain.get(1)));
                    return Sha256.of(CertificatePath.concatenated(canonical));
                });
    }

    private void checkSupported(FabricMSPConfig config) {
        FabricCryptoConfig crypto = config.getCryptoConfig();
        if (!Arrays.asList("", "SHA2").contains(crypto.getSignatureHashFamily())) {
            unsupported.add("MSP " + name + ": signature hash family " + crypto.getSignatureHashFamily());
        }
        if (!Arrays.asList("", "SHA256").contains(crypto.getIdentityIdentifierHashFunction())) {
            unsupported.add("MSP " + name + ": identifier hash " + crypto.getIdentityIdentifierHashFunction());
        }
        for (MemberCertificate authority : roots) {
            requireNoNameConstraints(authority);
        }
        for (MemberCertificate authority : intermediates) {
            requireNoNameConstraints(authority);
        }
    }

    private void requireNoNameConstraints(MemberCertificate authority) {
        if (CertificatePath.hasNameConstraints(authority)) {
            unsupported.add("MSP " + name + ": name constraints in "
                    + authority.holder().getSubject());
        }
    }

    private List<MemberCertificate> read(List<ByteString> pems, String kind) {
        List<MemberCertificate> certificates = new ArrayList<>();
        for (ByteString pem : pems) {
            MemberCertificate.fromPem(pem.toByteArray(), provider)
                    .ifPresentOrElse(
                            certificates::add,
                            () -> unsupported.add("MSP " + name + ": unreadable " + kind + " certificate"));
        }
        return certificates;
    }
}
