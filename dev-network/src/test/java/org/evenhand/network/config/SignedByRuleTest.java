package org.evenhand.network.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The principals are: 0 member of Org1, 1 admin of Org1, 2 peer of Org2. */
final class SignedByRuleTest {
    private static Identity user1;
    private static Identity admin1;
    private static Identity peer2;

    @BeforeAll
    static void makeIdentities(@TempDir Path temp) throws Exception {
        CryptoMaterial crypto = CryptoMaterial.open(temp.resolve("crypto"), List.of("Org1", "Org2"));
        ChannelConfig config = ChannelConfig.of(GenesisBlock.of(
                ChannelProfile.standard("evenhand", new Endpoint("orderer.example.com", 7050), Map.of()), crypto));
        List<SigningIdentity> identities = List.of(
                crypto.organisations().get(0).user(),
                crypto.organisations().get(0).admin(),
                crypto.organisations().get(1).node());
        user1 = config.msps().identity(identities.get(0).serialized());
        admin1 = config.msps().identity(identities.get(1).serialized());
        peer2 = config.msps().identity(identities.get(2).serialized());
    }

    @Test
    void each_signer_counts_once() {
        Policy twoMembers = rule(outOf(2, signedBy(0), signedBy(0)));
        assertThat(twoMembers.satisfiedBy(List.of(user1))).isFalse();
        assertThat(twoMembers.satisfiedBy(List.of(user1, admin1))).isTrue();
    }

    @Test
    void the_first_signer_that_fits_is_taken_even_if_another_would_have_done() {
        Policy memberThenAdmin = rule(outOf(2, signedBy(0), signedBy(1)));
        assertThat(memberThenAdmin.satisfiedBy(List.of(user1, admin1))).isTrue();
        assertThat(memberThenAdmin.satisfiedBy(List.of(admin1, user1)))
                .as("the admin is used up as the member: Fabric's evaluation does not go back")
                .isFalse();
    }

    @Test
    void a_branch_that_fails_gives_back_whom_it_took() {
        Policy policy = rule(outOf(1, outOf(2, signedBy(0), signedBy(2)), signedBy(0)));
        assertThat(policy.satisfiedBy(List.of(user1))).isTrue();
        assertThat(policy.satisfiedBy(List.of(peer2))).isFalse();
    }

    @Test
    void a_rule_that_asks_for_nobody_is_always_satisfied() {
        assertThat(rule(outOf(0)).satisfiedBy(List.of())).isTrue();
        assertThat(rule(outOf(1)).satisfiedBy(List.of(user1))).isFalse();
    }

    @Test
    void policies_that_name_nobody_or_nothing_are_refused() {
        assertThatThrownBy(() -> rule(signedBy(3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule(SignaturePolicy.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void implicit_rules_count_the_groups_below() {
        Policy yes = signers -> true;
        Policy no = signers -> false;
        assertThat(satisfied(ImplicitMetaPolicy.Rule.ANY, no, yes)).isTrue();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.ANY, no)).isFalse();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.ALL, yes, no)).isFalse();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.ALL, yes, yes)).isTrue();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.MAJORITY, yes, no)).isFalse();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.MAJORITY, yes, no, yes)).isTrue();
        assertThat(satisfied(ImplicitMetaPolicy.Rule.MAJORITY)).isTrue();
    }

    @Test
    void durations_are_read_as_go_prints_them() {
        assertThat(GoDuration.parse("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(GoDuration.parse("1m30.5s")).isEqualTo(Duration.ofMillis(90_500));
        assertThat(GoDuration.parse(GoDuration.format(Duration.ofMillis(150)))).isEqualTo(Duration.ofMillis(150));
        assertThat(GoDuration.parse(GoDuration.format(Duration.ofNanos(7)))).isEqualTo(Duration.ofNanos(7));
        for (String bad : List.of("", "5", "s", "2s!", "2 s")) {
            assertThatThrownBy(() -> GoDuration.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static boolean satisfied(ImplicitMetaPolicy.Rule rule, Policy... below) {
        return ImplicitMetaRule.of(rule, List.of(below)).satisfiedBy(List.of());
    }

    private static Policy rule(SignaturePolicy rule) {
        return new SignedByRule(SignaturePolicyEnvelope.newBuilder()
                .setRule(rule)
                .addIdentities(principal("Org1MSP", MSPRole.MSPRoleType.MEMBER))
                .addIdentities(principal("Org1MSP", MSPRole.MSPRoleType.ADMIN))
                .addIdentities(principal("Org2MSP", MSPRole.MSPRoleType.PEER))
                .build());
    }

    private static SignaturePolicy signedBy(int principal) {
        return SignaturePolicy.newBuilder().setSignedBy(principal).build();
    }

    private static SignaturePolicy outOf(int needed, SignaturePolicy... rules) {
        return SignaturePolicy.newBuilder()
                .setNOutOf(SignaturePolicy.NOutOf.newBuilder().setN(needed).addAllRules(List.of(rules)))
                .build();
    }

    private static MSPPrincipal principal(String mspId, MSPRole.MSPRoleType role) {
        return MSPPrincipal.newBuilder()
                .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                .setPrincipal(MSPRole.newBuilder()
                        .setMspIdentifier(mspId)
                        .setRole(role)
                        .build()
                        .toByteString())
                .build();
    }
}
