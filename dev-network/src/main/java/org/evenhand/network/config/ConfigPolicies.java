package org.evenhand.network.config;

import com.google.protobuf.ByteString;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/** The policies of a standard channel: those of Fabric's test network. */
final class ConfigPolicies {
    static final String ADMINS = "Admins";
    private static final String READERS = "Readers";
    private static final String WRITERS = "Writers";
    private static final String ENDORSEMENT = "Endorsement";

    private ConfigPolicies() {}

    /** Any reader may read, any writer write; a majority of admins governs. */
    static ConfigGroup.Builder standard(ConfigGroup.Builder group) {
        return group.setModPolicy(ADMINS)
                .putPolicies(READERS, implicit(ImplicitMetaPolicy.Rule.ANY, READERS))
                .putPolicies(WRITERS, implicit(ImplicitMetaPolicy.Rule.ANY, WRITERS))
                .putPolicies(ADMINS, implicit(ImplicitMetaPolicy.Rule.MAJORITY, ADMINS));
    }

    static ConfigGroup.Builder orderer(ConfigGroup.Builder group) {
        return standard(group).putPolicies("BlockValidation", implicit(ImplicitMetaPolicy.Rule.ANY, WRITERS));
    }

    static ConfigGroup.Builder application(ConfigGroup.Builder group) {
        return standard(group)
                .putPolicies("LifecycleEndorsement", implicit(ImplicitMetaPolicy.Rule.MAJORITY, ENDORSEMENT))
                .putPolicies(ENDORSEMENT, implicit(ImplicitMetaPolicy.Rule.MAJORITY, ENDORSEMENT));
    }

    static ConfigGroup.Builder applicationOrganisation(ConfigGroup.Builder group, String mspId) {
        MSPRole.MSPRoleType admin = MSPRole.MSPRoleType.ADMIN;
        MSPRole.MSPRoleType peer = MSPRole.MSPRoleType.PEER;
        MSPRole.MSPRoleType client = MSPRole.MSPRoleType.CLIENT;
        return group.setModPolicy(ADMINS)
                .putPolicies(READERS, anyOf(mspId, admin, peer, client))
                .putPolicies(WRITERS, anyOf(mspId, admin, client))
                .putPolicies(ADMINS, anyOf(mspId, admin))
                .putPolicies(ENDORSEMENT, anyOf(mspId, peer));
    }

    static ConfigGroup.Builder ordererOrganisation(ConfigGroup.Builder group, String mspId) {
        MSPRole.MSPRoleType member = MSPRole.MSPRoleType.MEMBER;
        return group.setModPolicy(ADMINS)
                .putPolicies(READERS, anyOf(mspId, member))
                .putPolicies(WRITERS, anyOf(mspId, member))
                .putPolicies(ADMINS, anyOf(mspId, MSPRole.MSPRoleType.ADMIN));
    }

    private static ConfigPolicy implicit(ImplicitMetaPolicy.Rule rule, String below) {
        ImplicitMetaPolicy meta = ImplicitMetaPolicy.newBuilder()
                .setRule(rule)
                .setSubPolicy(below)
                .build();
        return policy(Policy.PolicyType.IMPLICIT_META, meta.toByteString());
    }

    /** One signer in any of the roles. */
    private static ConfigPolicy anyOf(String mspId, MSPRole.MSPRoleType... roles) {
        SignaturePolicyEnvelope.Builder envelope = SignaturePolicyEnvelope.newBuilder();
        SignaturePolicy.NOutOf.Builder anyRule =
                SignaturePolicy.NOutOf.newBuilder().setN(1);
        for (MSPRole.MSPRoleType role : roles) {
            anyRule.addRules(SignaturePolicy.newBuilder().setSignedBy(envelope.getIdentitiesCount()));
            envelope.addIdentities(MSPPrincipal.newBuilder()
                    .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                    .setPrincipal(MSPRole.newBuilder()
                            .setMspIdentifier(mspId)
                            .setRole(role)
                            .build()
                            .toByteString()));
        }
        envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(anyRule));
        return policy(Policy.PolicyType.SIGNATURE, envelope.build().toByteString());
    }

    private static ConfigPolicy policy(Policy.PolicyType type, ByteString value) {
        return ConfigPolicy.newBuilder()
                .setModPolicy(ADMINS)
                .setPolicy(Policy.newBuilder().setType(type.getNumber()).setValue(value))
                .build();
    }
}
