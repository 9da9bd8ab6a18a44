package org.evenhand.network.config;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.Role;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.OrganizationUnit;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/**
 * A signature policy: n of several rules, down to "signed by this principal". Evaluated greedily, as Fabric does: a
 * principal takes the first signer that fits and is not yet used, and a rule that fails gives back what it took.
 */
final class SignedByRule implements Policy {
    private final Gate root;

    /**
     * Compiles a policy.
     *
     * @throws IllegalArgumentException if it names principals that are not there, or of a kind that is not supported.
     */
    SignedByRule(SignaturePolicyEnvelope envelope) {
        List<Principal> principals = new ArrayList<>();
        for (MSPPrincipal principal : envelope.getIdentitiesList()) {
            principals.add(principal(principal));
        }
        root = compile(envelope.getRule(), principals);
    }

    @Override
    public boolean satisfiedBy(List<Identity> signers) {
        return root.opens(signers, new boolean[signers.size()]);
    }

    private static Gate compile(SignaturePolicy policy, List<Principal> principals) {
        return switch (policy.getTypeCase()) {
            case SIGNED_BY -> {
                int index = policy.getSignedBy();
                if (index < 0 || index >= principals.size()) {
                    throw new IllegalArgumentException("policy names principal " + index + " of " + principals.size());
                }
                yield (signers, used) -> takes(principals.get(index), signers, used);
            }
            case N_OUT_OF -> {
                List<Gate> gates = policy.getNOutOf().getRulesList().stream()
                        .map(rule -> compile(rule, principals))
                        .toList();
                int needed = policy.getNOutOf().getN();
                yield (signers, used) -> countOpen(gates, signers, used) >= needed;
            }
            case TYPE_NOT_SET -> throw new IllegalArgumentException("empty signature policy");
        };
    }

    private static boolean takes(Principal principal, List<Identity> signers, boolean[] used) {
        for (int i = 0; i < signers.size(); i++) {
            if (!used[i] && principal.fits(signers.get(i))) {
                used[i] = true;
                return true;
            }
        }
        return false;
    }

    private static int countOpen(List<Gate> gates, List<Identity> signers, boolean[] used) {
        int open = 0;
        for (Gate gate : gates) {
            boolean[] tried = Arrays.copyOf(used, used.length);
            if (gate.opens(signers, tried)) {
                System.arraycopy(tried, 0, used, 0, used.length);
                open++;
            }
        }
        return open;
    }

    private static Principal principal(MSPPrincipal principal) {
        try {
            return switch (principal.getPrincipalClassification()) {
                case ROLE -> role(MSPRole.parseFrom(principal.getPrincipal()));
                case IDENTITY -> signer -> signer.serialized().equals(principal.getPrincipal());
                case ORGANIZATION_UNIT -> {
                    OrganizationUnit unit = OrganizationUnit.parseFrom(principal.getPrincipal());
                    throw new IllegalArgumentException("principals by organisational unit are not supported: "
                            + unit.getOrganizationalUnitIdentifier());
                }
                default ->
                    throw new IllegalArgumentException(
                            "principal of unsupported kind " + principal.getPrincipalClassification());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("unreadable principal", e);
        }
    }

    private static Principal role(MSPRole role) {
        String mspId = role.getMspIdentifier();
        return switch (role.getRole()) {
            case MEMBER -> signer -> signer.mspId().equals(mspId);
            case CLIENT -> holder(mspId, Role.CLIENT);
            case PEER -> holder(mspId, Role.PEER);
            case ADMIN -> holder(mspId, Role.ADMIN);
            case ORDERER -> holder(mspId, Role.ORDERER);
            case UNRECOGNIZED -> throw new IllegalArgumentException("unknown role " + role.getRoleValue());
        };
    }

    private static Principal holder(String mspId, Role role) {
        return signer -> signer.mspId().equals(mspId) && signer.role() == role;
    }

    private interface Gate {
        boolean opens(List<Identity> signers, boolean[] used);
    }

    private interface Principal {
        boolean fits(Identity signer);
    }
}
