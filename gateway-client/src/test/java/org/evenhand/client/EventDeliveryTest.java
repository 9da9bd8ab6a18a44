package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.LedgerEvent.EntryAppended;
import org.evenhand.client.event.LedgerEvent.Unknown;
import org.evenhand.client.event.Subscription;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.SubmissionId;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventDeliveryTest {
    private final FakeGateway gateway = new FakeGateway();
    private final InMemoryCheckpointer checkpointer = new InMemoryCheckpointer();
    private final BlockingQueue<LedgerEvent> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    private EvenhandClient client() throws Exception {
        return EvenhandClient.builder()
                .identity(TestIdentity.make().in("Org1MSP"))
                .connection(gateway.channel())
                .settings(GatewaySettings.of("pools", "evenhand")
                        .withBackoff(new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2))))
                .connect();
    }

    @Test
    void a_broken_connection_is_made_again_from_the_last_event_that_was_told() throws Exception {
        checkpointer.checkpointBlock(6);
        gateway.feeds.add(List.of(block(7, 1, 2), block(8, 3)));
        gateway.feeds.add(List.of());
        gateway.feeds.add(List.of(block(8, 4), block(9, 5)));

        try (EvenhandClient client = client();
                Subscription subscription = client.events(checkpointer, told::add)) {
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sequences.add(((EntryAppended) next()).sequence());
            }
            assertThat(sequences).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(subscription.ended()).isNotDone();
        }

        assertThat(gateway.feedsOpened).hasSize(3);
        assertThat(start(0)).isEqualTo(7);
        assertThat(request(0).getAfterTransactionId()).isEmpty();
        assertThat(start(1)).isEqualTo(8);
        assertThat(request(1).getAfterTransactionId()).isEqualTo("tx3");
        assertThat(request(2).getAfterTransactionId()).isEqualTo("tx3");
        assertThat(checkpointer.getTransactionId()).contains("tx5");
    }

    @Test
    void from_now_on_starts_at_the_height_of_the_moment_and_not_of_the_connection() throws Exception {
        gateway.answer =
                request -> BlockchainInfo.newBuilder().setHeight(12).build().toByteString();
        gateway.feeds.add(List.of(block(12, 1)));

        try (EvenhandClient client = client();
                Subscription subscription = client.events(checkpointer, told::add)) {
            next();
            assertThat(subscription.ended()).isNotDone();
        }

        assertThat(start(0)).isEqualTo(12);
    }

    @Test
    void an_event_whose_listener_fails_is_not_passed_over() throws Exception {
        checkpointer.checkpointBlock(6);
        gateway.feeds.add(List.of(block(7, 1, 2)));

        try (EvenhandClient client = client();
                Subscription subscription = client.events(checkpointer, event -> {
                    if (((EntryAppended) event).sequence() == 2) {
                        throw new IllegalStateException("a bug");
                    }
                })) {
            assertThatThrownBy(() -> subscription.ended().get(20, TimeUnit.SECONDS))
                    .hasRootCauseMessage("a bug");
        }

        assertThat(checkpointer.getTransactionId()).contains("tx1");
    }

    @Test
    void an_event_of_another_version_is_told_as_unknown() throws Exception {
        checkpointer.checkpointBlock(6);
        ChaincodeEvent strange = ChaincodeEvent.newBuilder()
                .setEventName("PoolDissolved")
                .setTxId("tx1")
                .build();
        ChaincodeEvent broken = appended(2).toBuilder()
                .setPayload(ByteString.copyFromUtf8("{\"pool\":7}"))
                .build();
        gateway.feeds.add(List.of(ChaincodeEventsResponse.newBuilder()
                .setBlockNumber(7)
                .addEvents(strange)
                .addEvents(broken)
                .build()));

        try (EvenhandClient client = client();
                Subscription subscription = client.events(checkpointer, told::add)) {
            assertThat(next()).isInstanceOf(Unknown.class);
            assertThat(next()).isInstanceOfSatisfying(Unknown.class, event -> assertThat(event.problem())
                    .contains("pool"));
            assertThat(subscription.ended()).isNotDone();
        }
    }

    @Test
    void a_follower_starts_at_its_block_and_leaves_out_no_round_that_it_cannot_read() throws Exception {
        ChaincodeEvent unreadable = appended(2).toBuilder()
                .setEventName("RoundDecided")
                .setPayload(ByteString.copyFromUtf8("{\"pool\":\"edge\"}"))
                .build();
        gateway.feeds.add(List.of(
                block(7, 1),
                ChaincodeEventsResponse.newBuilder()
                        .setBlockNumber(8)
                        .addEvents(unreadable)
                        .build()));
        SubmissionId submission = SubmissionId.parse("Org1MSP.node-1/1.0");

        try (EvenhandClient client = client();
                SubmissionFollower follower =
                        SubmissionFollower.openAt(client, new PoolId("edge"), submission, 7, fact -> {})) {
            assertThatThrownBy(() -> follower.over().get(20, TimeUnit.SECONDS))
                    .rootCause()
                    .hasMessageContaining("expected a round that this client can read in transaction tx2");
        }

        assertThat(start(0)).isEqualTo(7);
    }

    @Test
    void a_closed_subscription_has_ended() throws Exception {
        checkpointer.checkpointBlock(6);
        gateway.feeds.add(List.of(block(7, 1)));
        try (EvenhandClient client = client()) {
            Subscription subscription = client.events(checkpointer, told::add);
            next();
            subscription.close();

            assertThat(subscription.ended()).isCompleted();
        }
    }

    private ChaincodeEventsRequest request(int connection) throws InvalidProtocolBufferException {
        return ChaincodeEventsRequest.parseFrom(
                gateway.feedsOpened.get(connection).getRequest());
    }

    private long start(int connection) throws InvalidProtocolBufferException {
        return request(connection).getStartPosition().getSpecified().getNumber();
    }

    private LedgerEvent next() throws InterruptedException {
        LedgerEvent event = told.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    private static ChaincodeEventsResponse block(long number, int... sequences) {
        ChaincodeEventsResponse.Builder response =
                ChaincodeEventsResponse.newBuilder().setBlockNumber(number);
        for (int sequence : sequences) {
            response.addEvents(appended(sequence));
        }
        return response.build();
    }

    private static ChaincodeEvent appended(int sequence) {
        return ChaincodeEvent.newBuilder()
                .setChaincodeId("evenhand")
                .setEventName("EntryAppended")
                .setTxId("tx" + sequence)
                .setPayload(ByteString.copyFromUtf8(
                        "{\"pool\":\"edge\",\"sequence\":" + sequence + ",\"stream\":\"Org1MSP.node-1\"}"))
                .build();
    }
}
