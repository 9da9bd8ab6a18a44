package org.evenhand.network.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.IdentityException;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChannelConfigTest {
    private static final String ENDORSEMENT = "/Channel/Application/Endorsement";

    private static CryptoMaterial crypto;
    private static Block genesis;
    private static ChannelConfig config;

    @BeforeAll
    static void make(@TempDir Path temp) {
        crypto = CryptoMaterial.open(temp.resolve("crypto"), List.of("Org1", "Org2", "Org3"));
        ChannelProfile profile = new ChannelProfile(
                "evenhand",
                300,
                1 << 20,
                8 << 20,
                Duration.ofMillis(150),
                new Endpoint("orderer.example.com", 7050),
                Map.of("Org1MSP", new Endpoint("peer0.org1.example.com", 7051)));
        genesis = GenesisBlock.of(profile, crypto);
        config = ChannelConfig.of(genesis);
    }

    @Test
    void the_genesis_block_reads_back_as_it_was_meant() {
        assertThat(config.channel()).isEqualTo("evenhand");
        assertThat(config.maxMessageCount()).isEqualTo(300);
        assertThat(config.preferredMaxBytes()).isEqualTo(1 << 20);
        assertThat(config.absoluteMaxBytes()).isEqualTo(8 << 20);
        assertThat(config.batchTimeout()).isEqualTo(Duration.ofMillis(150));
        assertThat(config.msps().mspIds()).containsExactly("OrdererMSP", "Org1MSP", "Org2MSP", "Org3MSP");
        assertThat(config.applicationGroups()).containsOnlyKeys("Org1MSP", "Org2MSP", "Org3MSP");
        assertThat(genesis.getHeader().getDataHash()).isEqualTo(BlockHashes.dataHash(genesis.getData()));
        assertThat(genesis.getMetadata().getMetadataCount()).isEqualTo(5);
    }

    @Test
    void another_block_is_no_configuration() {
        assertThatThrownBy(() -> ChannelConfig.of(Block.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no config block");
    }

    @Test
    void every_identity_of_the_organisations_is_known_with_its_role() throws Exception {
        OrganisationMaterial org1 = crypto.organisations().get(0);
        assertThat(known(org1.node()).role()).isEqualTo(Role.PEER);
        assertThat(known(org1.admin()).role()).isEqualTo(Role.ADMIN);
        assertThat(known(org1.user()).role()).isEqualTo(Role.CLIENT);
        assertThat(known(crypto.orderer().node()).role()).isEqualTo(Role.ORDERER);
        Identity peer = known(org1.node());
        assertThat(peer.mspId()).isEqualTo("Org1MSP");
        assertThat(peer.verifies(new byte[] {1}, org1.node().sign(new byte[] {1})))
                .isTrue();
        assertThat(peer.verifies(new byte[] {1}, org1.user().sign(new byte[] {1})))
                .isFalse();
        assertThat(peer.expiredAt(Instant.now())).isFalse();
        assertThat(peer.expiredAt(Instant.now().plus(Duration.ofDays(3651)))).isTrue();
    }

    @Test
    void an_identity_under_a_foreign_msp_is_refused() throws Exception {
        SerializedIdentity own = SerializedIdentity.parseFrom(
                crypto.organisations().get(0).node().serialized());
        ByteString foreign = own.toBuilder().setMspid("Org2MSP").build().toByteString();
        assertThatThrownBy(() -> config.msps().identity(foreign))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("does not chain to a root of Org2MSP");
        ByteString unknown = own.toBuilder().setMspid("Org9MSP").build().toByteString();
        assertThatThrownBy(() -> config.msps().identity(unknown))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("no MSP Org9MSP");
        assertThat(config.msps().known(ByteString.copyFromUtf8("garbage"))).isEmpty();
    }

    @Test
    void an_authority_is_no_identity() {
        OrganisationMaterial org1 = crypto.organisations().get(0);
        SigningIdentity authority =
                SigningIdentity.of("Org1MSP", org1.authority(), org1.node().privateKey());
        assertThatThrownBy(() -> config.msps().identity(authority.serialized()))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("CA");
    }

    @Test
    void endorsement_needs_peers_of_a_majority_of_organisations() throws Exception {
        Policy policy = config.policy(ENDORSEMENT);
        Identity peer1 = known(crypto.organisations().get(0).node());
        Identity peer2 = known(crypto.organisations().get(1).node());
        Identity user2 = known(crypto.organisations().get(1).user());
        assertThat(policy.satisfiedBy(List.of())).isFalse();
        assertThat(policy.satisfiedBy(List.of(peer1))).isFalse();
        assertThat(policy.satisfiedBy(List.of(peer1, user2))).isFalse();
        assertThat(policy.satisfiedBy(List.of(peer1, peer2))).isTrue();
    }

    @Test
    void clients_and_admins_write_and_peers_only_read() throws Exception {
        OrganisationMaterial org3 = crypto.organisations().get(2);
        Policy writers = config.policy("/Channel/Application/Writers");
        Policy readers = config.policy("/Channel/Application/Readers");
        assertThat(writers.satisfiedBy(List.of(known(org3.user())))).isTrue();
        assertThat(writers.satisfiedBy(List.of(known(org3.admin())))).isTrue();
        assertThat(writers.satisfiedBy(List.of(known(org3.node())))).isFalse();
        assertThat(readers.satisfiedBy(List.of(known(org3.node())))).isTrue();
        assertThat(config.policy("/Channel/Orderer/BlockValidation")
                        .satisfiedBy(List.of(known(crypto.orderer().node()))))
                .isTrue();
    }

    @Test
    void a_policy_that_is_not_there_is_never_satisfied_and_never_found() throws Exception {
        Identity peer = known(crypto.organisations().get(0).node());
        ByteString reference = ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference("/Channel/Application/Nowhere")
                .build()
                .toByteString();
        assertThat(config.applicationPolicy(reference).satisfiedBy(List.of(peer)))
                .isFalse();
        assertThat(config.applicationPolicy(ByteString.EMPTY).satisfiedBy(List.of(peer)))
                .isFalse();
        assertThatThrownBy(() -> config.policy("/Channel/Application/Nowhere"))
                .isInstanceOf(NoSuchElementException.class);
    }

    private static Identity known(SigningIdentity identity) throws IdentityException {
        return config.msps().identity(identity.serialized());
    }
}
