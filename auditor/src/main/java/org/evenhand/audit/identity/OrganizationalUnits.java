package org.evenhand.audit.identity;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;

/** The organisational units that an MSP demands, and those that tell clients, peers, admins and orderers apart. */
final class OrganizationalUnits {
    /** A unit and, where the definition pins it, the hash of the authorities that may certify it. */
    private record Unit(String name, Optional<byte[]> certifiers) {}

    private final boolean nodeUnitsEnforced;
    private final Map<MSPRoleType, Unit> nodeUnits = new EnumMap<>(MSPRoleType.class);
    private final List<Unit> demanded;

    OrganizationalUnits(FabricMSPConfig config, Msp msp) {
        FabricNodeOUs nodes = config.getFabricNodeOus();
        if (config.hasFabricNodeOus()) {
            put(MSPRoleType.CLIENT, nodes.hasClientOuIdentifier(), nodes.getClientOuIdentifier(), msp);
            put(MSPRoleType.PEER, nodes.hasPeerOuIdentifier(), nodes.getPeerOuIdentifier(), msp);
            put(MSPRoleType.ADMIN, nodes.hasAdminOuIdentifier(), nodes.getAdminOuIdentifier(), msp);
            put(MSPRoleType.ORDERER, nodes.hasOrdererOuIdentifier(), nodes.getOrdererOuIdentifier(), msp);
        }
        this.nodeUnitsEnforced = nodes.getEnable() && !nodeUnits.isEmpty();
        this.demanded = config.getOrganizationalUnitIdentifiersList().stream()
                .map(unit -> unit(unit, msp))
                .toList();
    }

    private void put(MSPRoleType role, boolean present, FabricOUIdentifier unit, Msp msp) {
        if (present) {
            nodeUnits.put(role, unit(unit, msp));
        }
    }

    private static Unit unit(FabricOUIdentifier unit, Msp msp) {
        Optional<byte[]> certifiers =
                unit.getCertificate().isEmpty() ? Optional.empty() : msp.certifiersIdentifier(unit.getCertificate());
        return new Unit(unit.getOrganizationalUnitIdentifier(), certifiers);
    }

    boolean nodeUnitsEnforced() {
        return nodeUnitsEnforced;
    }

    boolean hasRole(MemberCertificate certificate, MSPRoleType role) {
        Unit unit = nodeUnits.get(role);
        return nodeUnitsEnforced
                && unit != null
                && certificate.organizationalUnits().contains(unit.name());
    }

    /** Returns why the identity's units are not acceptable; empty when they are. */
    String fault(MemberCertificate certificate, List<MemberCertificate> issuers) {
        byte[] certifiers = Sha256.of(CertificatePath.concatenated(issuers));
        List<String> held = certificate.organizationalUnits();
        if (!demanded.isEmpty() && demanded.stream().noneMatch(unit -> isHeld(unit, held, certifiers))) {
            return "none of the organisational units " + held + " is one that the MSP demands";
        }
        if (!nodeUnitsEnforced) {
            return "";
        }
        int roles = 0;
        for (String name : held) {
            for (Unit unit : nodeUnits.values()) {
                if (unit.name().equals(name)) {
                    if (unit.certifiers().isPresent()
                            && !Arrays.equals(unit.certifiers().get(), certifiers)) {
                        return "the unit " + name + " was certified by another authority than the MSP names";
                    }
                    roles++;
                }
            }
        }
        return roles == 1 ? "" : "the units " + held + " name " + roles + " roles instead of one";
    }

    private static boolean isHeld(Unit unit, List<String> held, byte[] certifiers) {
        return held.contains(unit.name())
                && unit.certifiers().isPresent()
                && Arrays.equals(unit.certifiers().get(), certifiers);
    }

    /** Returns the chain hash of an identity, with which an organisational unit in a policy is compared. */
    static byte[] certifiers(Member member) {
        return Sha256.of(CertificatePath.concatenated(
                member.chain().subList(1, member.chain().size())));
    }
}
