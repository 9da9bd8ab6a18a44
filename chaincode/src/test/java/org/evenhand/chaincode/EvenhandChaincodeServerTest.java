package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.hyperledger.fabric.protos.peer.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvenhandChaincodeServerTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void a_peer_shakes_hands_and_has_a_transaction_simulated() throws Exception {
        try (EvenhandChaincodeServer server = start("evenhand:1");
                FakePeer peer = connect(server)) {
            assertThat(peer.register()).isEqualTo("evenhand:1");
            assertRefusesUnknownPool(peer);
        }
    }

    @Test
    void several_servers_share_a_jvm_and_several_peers_a_server() throws Exception {
        try (EvenhandChaincodeServer one = start("evenhand:1");
                EvenhandChaincodeServer other = start("evenhand:2");
                FakePeer first = connect(one);
                FakePeer second = connect(one);
                FakePeer third = connect(other)) {
            assertThat(one.address().getPort()).isNotEqualTo(other.address().getPort());
            assertThat(first.register()).isEqualTo("evenhand:1");
            assertThat(second.register()).isEqualTo("evenhand:1");
            assertThat(third.register()).isEqualTo("evenhand:2");
            assertRefusesUnknownPool(second);
            assertRefusesUnknownPool(first);
            assertRefusesUnknownPool(third);
        }
    }

    @Test
    void a_peer_that_comes_back_is_served_again() throws Exception {
        try (EvenhandChaincodeServer server = start("evenhand:1")) {
            for (int connection = 0; connection < 3; connection++) {
                try (FakePeer peer = connect(server)) {
                    peer.register();
                    assertRefusesUnknownPool(peer);
                }
            }
        }
    }

    @Test
    void mutual_tls_serves_a_peer_with_a_certificate_and_no_other(@TempDir Path folder) throws Exception {
        TestCertificates ours = TestCertificates.of("CN=chaincode");
        TestCertificates peers = TestCertificates.of("CN=peer");
        Path trusted = ours.writeCertificate(folder.resolve("server.pem"));
        ChaincodeTls tls = new ChaincodeTls(
                trusted,
                ours.writeKey(folder.resolve("server.key")),
                Optional.of(peers.writeCertificate(folder.resolve("peer.pem"))));
        TlsChannelCredentials.Builder stranger =
                TlsChannelCredentials.newBuilder().trustManager(trusted.toFile());
        TlsChannelCredentials.Builder known = TlsChannelCredentials.newBuilder()
                .trustManager(trusted.toFile())
                .keyManager(
                        folder.resolve("peer.pem").toFile(),
                        peers.writeKey(folder.resolve("peer.key")).toFile());

        try (EvenhandChaincodeServer server = EvenhandChaincodeServer.start(
                        ChaincodeSettings.plaintext("evenhand:1", HOST, 0).withTls(tls));
                FakePeer refused = new FakePeer(channel(server, stranger.build()));
                FakePeer served = new FakePeer(channel(server, known.build()))) {
            assertThat(served.register()).isEqualTo("evenhand:1");
            assertRefusesUnknownPool(served);
            assertThatThrownBy(refused::register)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended");
        }
    }

    private static void assertRefusesUnknownPool(FakePeer peer) throws Exception {
        Response response = peer.query("GetHead", "nowhere");

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(Refusal.find(response.getMessage()).orElseThrow().code()).isEqualTo(RefusalCode.UNKNOWN_POOL);
    }

    private static EvenhandChaincodeServer start(String id) throws IOException {
        return EvenhandChaincodeServer.start(id, HOST, 0);
    }

    private static FakePeer connect(EvenhandChaincodeServer server) {
        return new FakePeer(channel(server, InsecureChannelCredentials.create()));
    }

    private static ManagedChannel channel(EvenhandChaincodeServer server, io.grpc.ChannelCredentials credentials) {
        return Grpc.newChannelBuilderForAddress(HOST, server.address().getPort(), credentials)
                .build();
    }
}
