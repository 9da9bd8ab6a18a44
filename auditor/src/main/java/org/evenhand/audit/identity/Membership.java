package org.evenhand.audit.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;

/** The MSPs of a channel under one configuration: who is who, as long as that configuration is in force. */
public final class Membership {
    /** Identities that are remembered: whoever may write can make up as many as he likes. */
    static final int MEMBERS_MAX = IdentityCache.IDENTITIES_MAX;

    private final Map<String, Msp> msps = new TreeMap<>();
    private final Map<PresentedIdentity, Optional<Member>> members = new HashMap<>();
    private final IdentityCache identities;

    /**
     * Reads the MSP definitions.
     *
     * @param ed25519Allowed whether the channel has the capability that allows such keys
     * @throws IllegalArgumentException when a definition cannot be read
     */
    public Membership(
            Collection<FabricMSPConfig> definitions,
            boolean ed25519Allowed,
            SignatureProvider provider,
            IdentityCache identities) {
        this.identities = identities;
        for (FabricMSPConfig definition : definitions) {
            msps.put(definition.getName(), new Msp(definition, ed25519Allowed, provider));
        }
    }

    /** Returns what these definitions ask for that is not implemented here. */
    public List<String> unsupported() {
        return msps.values().stream().flatMap(msp -> msp.unsupported().stream()).toList();
    }

    /** Returns why the channel does not vouch for an identity; empty when it does. */
    public String fault(PresentedIdentity identity) {
        Optional<Member> member = member(identity);
        if (member.isPresent()) {
            return member.get().fault();
        }
        if (!msps.containsKey(identity.mspId())) {
            return "no MSP of the channel is called '" + identity.mspId() + "'";
        }
        return "the certificate does not lead to a root of " + identity.mspId();
    }

    /** Returns whether the identity's node unit makes it an admin of its organisation. */
    public boolean isAdminByUnit(PresentedIdentity identity) {
        return member(identity)
                .filter(member -> Principals.hasUnit(member, MSPRoleType.ADMIN))
                .isPresent();
    }

    /**
     * Keeps those signers whose signature is valid and whose certificate leads to a root, each once, in order. Whether
     * they count for a policy is up to its principals.
     */
    List<Member> counted(List<Signer> signers) {
        Map<String, Member> counted = new LinkedHashMap<>();
        for (Signer signer : signers) {
            if (signer.signatureValid()) {
                member(signer.identity()).ifPresent(member -> counted.putIfAbsent(member.id(), member));
            }
        }
        return new ArrayList<>(counted.values());
    }

    boolean satisfies(Member member, MSPPrincipal principal) {
        return Principals.satisfies(member, principal, this);
    }

    Optional<Member> member(PresentedIdentity identity) {
        if (members.size() >= MEMBERS_MAX && !members.containsKey(identity)) {
            members.clear();
        }
        return members.computeIfAbsent(identity, presented -> Optional.ofNullable(msps.get(presented.mspId()))
                .flatMap(msp -> presented.certificate().flatMap(msp::member)));
    }

    /** Returns how many identities are remembered. */
    int remembered() {
        return members.size();
    }

    IdentityCache identities() {
        return identities;
    }
}
