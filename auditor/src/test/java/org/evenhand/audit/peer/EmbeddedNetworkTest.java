package org.evenhand.audit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.Finding;
import org.evenhand.audit.FindingCode;
import org.evenhand.audit.identity.ClientIdentity;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.EmbeddedOrganisation;
import org.evenhand.network.embedded.NetworkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedNetworkTest {
    @Test
    void a_running_network_is_audited_over_the_wire_and_from_its_files_with_one_result(@TempDir Path folder)
            throws Exception {
        Map<String, String> nobody =
                Map.of("Org1MSP", "127.0.0.1:1", "Org2MSP", "127.0.0.1:1", "Org3MSP", "127.0.0.1:1");
        NetworkOptions options = NetworkOptions.in(folder.resolve("network"))
                .chaincode(ChaincodeDeployment.at("evenhand", "1.0", nobody))
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(options)) {
            AuditReport live = Auditor.verify(blocks(network), AuditOptions.standard(), AuditProgress.NONE);
            AuditReport stored = Auditor.verify(
                    BlockSources.in(folder.resolve("network")), AuditOptions.standard(), AuditProgress.NONE);

            assertThat(live.findings()).extracting(Finding::code).containsExactly(FindingCode.GENESIS_UNPINNED);
            assertThat(live.verdict()).isEqualTo(AuditVerdict.VERIFIED);
            assertThat(live.blocks()).isEqualTo(network.height()).isGreaterThan(1);
            assertThat(stored.verdict()).isEqualTo(AuditVerdict.VERIFIED);
            assertThat(stored.headHash()).isEqualTo(live.headHash());
        }
    }

    private static PeerBlocks blocks(EmbeddedNetwork network) throws IOException {
        EmbeddedOrganisation organisation = network.organisations().get(0);
        Path users = organisation.cryptoFolder().resolve("users");
        Path msp = users.resolve("User1@" + organisation.cryptoFolder().getFileName())
                .resolve("msp");
        ClientIdentity client = ClientIdentity.read(
                organisation.mspId(), onlyFile(msp.resolve("signcerts")), onlyFile(msp.resolve("keystore")));
        ByteString roots = ByteString.copyFrom(Files.readAllBytes(organisation.tlsAuthority()));
        PeerAddress peer = new PeerAddress(
                organisation.gateway().host(), organisation.gateway().port(), roots, "");
        return new PeerBlocks(peer, network.channel(), client);
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
