package org.evenhand.network.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.config.Policy;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.storage.FileLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutsTest {
    private static Ledger ledger;
    private static List<Endorser> endorsers;

    private final Layouts layouts = new Layouts();

    @BeforeAll
    static void open(@TempDir Path folder) {
        CryptoMaterial crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2", "Org3", "Org4"));
        ledger = FileLedger.open(
                folder.resolve("ledger"),
                () -> GenesisBlock.of(ChannelProfile.standard("ch", new Endpoint("localhost", 1), Map.of()), crypto),
                crypto.orderer().node());
        endorsers = crypto.organisations().stream()
                .map(organisation -> new Endorser(organisation.node(), "", ledger, Map.of(), Map.of()))
                .toList();
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void finds_all_smallest_majorities_and_prefers_those_with_the_first_endorser() {
        List<Set<String>> groups = find(config().policy("/Channel/Application/Endorsement"));

        assertThat(groups)
                .containsExactlyInAnyOrder(
                        Set.of("Org1MSP", "Org2MSP", "Org3MSP"),
                        Set.of("Org1MSP", "Org2MSP", "Org4MSP"),
                        Set.of("Org1MSP", "Org3MSP", "Org4MSP"),
                        Set.of("Org2MSP", "Org3MSP", "Org4MSP"));
        assertThat(groups.get(3)).doesNotContain("Org1MSP");
    }

    @Test
    void starts_with_another_group_each_time() {
        Policy policy = config().policy("/Channel/Application/Endorsement");

        assertThat(List.of(
                        find(policy).get(0), find(policy).get(0), find(policy).get(0)))
                .doesNotHaveDuplicates();
    }

    @Test
    void leaves_out_groups_with_a_member_to_spare() {
        Policy anyOne = signers -> !signers.isEmpty();

        assertThat(find(anyOne)).hasSize(4).allSatisfy(group -> assertThat(group)
                .hasSize(1));
    }

    @Test
    void finds_nothing_when_nobody_can_satisfy_the_policy() {
        assertThat(find(signers -> false)).isEmpty();
    }

    private List<Set<String>> find(Policy policy) {
        List<Set<String>> found = new ArrayList<>();
        for (List<Endorser> group : layouts.find(endorsers, policy, config())) {
            found.add(group.stream().map(Endorser::mspId).collect(Collectors.toSet()));
        }
        return found;
    }

    private static ChannelConfig config() {
        return ledger.config();
    }
}
