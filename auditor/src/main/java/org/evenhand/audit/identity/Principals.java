package org.evenhand.audit.identity;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hyperledger.fabric.protos.common.CombinedPrincipal;
import org.hyperledger.fabric.protos.common.MSPIdentityAnonymity;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.common.OrganizationUnit;

/** Whether a member is one of those that a policy means, by the rules of MSP versions 1.4.3 and later. */
final class Principals {
    private static final int NESTING_MAX = 16;

    private Principals() {}

    static boolean satisfies(Member member, MSPPrincipal principal, Membership membership) {
        try {
            List<MSPPrincipal> all = new ArrayList<>();
            return collect(principal, all, 0)
                    && all.stream().allMatch(single -> satisfiesSingle(member, single, membership));
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static boolean collect(MSPPrincipal principal, List<MSPPrincipal> all, int depth)
            throws InvalidProtocolBufferException {
        if (principal.getPrincipalClassification() != MSPPrincipal.Classification.COMBINED) {
            return all.add(principal);
        }
        CombinedPrincipal combined = CombinedPrincipal.parseFrom(principal.getPrincipal());
        if (combined.getPrincipalsCount() == 0 || depth == NESTING_MAX) {
            return false;
        }
        for (MSPPrincipal part : combined.getPrincipalsList()) {
            if (!collect(part, all, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean satisfiesSingle(Member member, MSPPrincipal principal, Membership membership) {
        try {
            return switch (principal.getPrincipalClassification()) {
                case ROLE -> hasNamedRole(member, MSPRole.parseFrom(principal.getPrincipal()));
                case ORGANIZATION_UNIT -> isInUnit(member, OrganizationUnit.parseFrom(principal.getPrincipal()));
                case IDENTITY ->
                    membership
                            .member(membership.identities().of(principal.getPrincipal()))
                            .filter(named -> named.msp() == member.msp()
                                    && named.certificate().sameBytes(member.certificate())
                                    && named.isValid())
                            .isPresent();
                case ANONYMITY ->
                    MSPIdentityAnonymity.parseFrom(principal.getPrincipal()).getAnonymityType()
                            == MSPIdentityAnonymity.MSPIdentityAnonymityType.NOMINAL;
                default -> false;
            };
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static boolean hasNamedRole(Member member, MSPRole role) {
        return role.getMspIdentifier().equals(member.msp().name()) && hasRole(member, role.getRole());
    }

    private static boolean hasRole(Member member, MSPRoleType role) {
        return switch (role) {
            case MEMBER -> member.isValid();
            case ADMIN -> member.msp().isAdmin(member.certificate()) || hasUnit(member, role);
            case CLIENT, PEER, ORDERER -> hasUnit(member, role);
            case UNRECOGNIZED -> false;
        };
    }

    static boolean hasUnit(Member member, MSPRoleType role) {
        return member.isValid() && member.msp().units().hasRole(member.certificate(), role);
    }

    private static boolean isInUnit(Member member, OrganizationUnit unit) {
        return unit.getMspIdentifier().equals(member.msp().name())
                && member.isValid()
                && member.certificate().organizationalUnits().contains(unit.getOrganizationalUnitIdentifier())
                && Arrays.equals(unit.getCertifiersIdentifier().toByteArray(), OrganizationalUnits.certifiers(member));
    }
}
