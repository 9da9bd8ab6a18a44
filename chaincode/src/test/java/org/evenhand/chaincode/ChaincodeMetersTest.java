package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.evenhand.chaincode.metrics.ChaincodeMeters;
import org.junit.jupiter.api.Test;

final class ChaincodeMetersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] CREATOR =
            TestCertificates.of("CN=user1,OU=client").creator("Org1MSP");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ChaincodeMeters meters = new ChaincodeMeters(registry);
    private final FakeStub ledger = new FakeStub();
    private final EvenhandChaincode chaincode =
            new EvenhandChaincode(new Callers(), Clock.fixed(NOW, ZoneOffset.UTC), "evenhand:1", 2, meters);

    private long count(String function, String outcome) {
        return registry.get("evenhand.chaincode.transaction")
                .tags("function", function, "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void transactions_are_counted_by_function_and_by_what_became_of_them() {
        chaincode.invoke(ledger.transaction(CREATOR, NOW, "GetHead", "nowhere"));
        chaincode.invoke(ledger.transaction(CREATOR, NOW, "GetHead", "nowhere"));
        chaincode.invoke(ledger.transaction(CREATOR, NOW.plusSeconds(60), "Append", "p", "s", "1", "{}"));
        assertThat(count("GetHead", "unknown-pool")).isEqualTo(2);
        assertThat(count("Append", "clock-skew")).isEqualTo(1);
    }

    @Test
    void names_that_somebody_makes_up_all_count_as_one() {
        for (int i = 0; i < 100; i++) {
            chaincode.invoke(ledger.transaction(CREATOR, NOW, "Invented" + i));
            chaincode.invoke(ledger.transaction(CREATOR, NOW.plusSeconds(60), "Invented" + i));
        }
        chaincode.invoke(ledger.transaction(CREATOR, NOW));
        assertThat(count("unknown", "unknown-function")).isEqualTo(101);
        assertThat(count("unknown", "clock-skew")).isEqualTo(100);
        assertThat(registry.find("evenhand.chaincode.transaction").timers()).hasSize(2);
    }

    @Test
    void peers_are_counted_while_they_are_connected() throws Exception {
        ChaincodeSettings settings = ChaincodeSettings.plaintext("evenhand:1", "127.0.0.1", 0);
        EvenhandChaincodeServer server = EvenhandChaincodeServer.start(settings, meters);
        try {
            assertThat(server.isListening()).isTrue();
            assertThat(meters.connections()).isZero();
            try (FakePeer peer = new FakePeer(Grpc.newChannelBuilderForAddress(
                            "127.0.0.1", server.address().getPort(), InsecureChannelCredentials.create())
                    .build())) {
                peer.register();
                assertThat(registry.get("evenhand.chaincode.peer").gauge().value())
                        .isEqualTo(1);
                peer.query("GetHead", "nowhere");
            }
            while (meters.connections() > 0) {
                Thread.onSpinWait();
            }
            assertThat(count("GetHead", "unknown-pool")).isEqualTo(1);
        } finally {
            server.close();
        }
        assertThat(server.isListening()).isFalse();
    }
}
