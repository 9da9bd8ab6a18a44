package org.evenhand.network.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.testing.SdkClient;
import org.evenhand.network.transaction.TransactionDraft;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.AtomicBroadcastGrpc;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.hyperledger.fabric.protos.orderer.DeliverResponse;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.orderer.SeekSpecified;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client finds at the address that the channel's configuration names for the orderer. */
@Timeout(60)
class OrdererServiceTest {
    private EmbeddedNetwork network;
    private ManagedChannel connection;
    private AtomicBroadcastGrpc.AtomicBroadcastStub orderer;
    private SigningIdentity user;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        network = EmbeddedNetwork.start(NetworkOptions.in(folder).build());
        user = network.organisation("Org1MSP").user();
        Properties stored = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("network.properties"))) {
            stored.load(reader);
        }
        List<String> ports = List.of(stored.getProperty("ports").split(",", -1));
        connection = SdkClient.open(
                new Endpoint("127.0.0.1", Integer.parseInt(ports.get(ports.size() - 1))),
                folder.resolve("crypto/ordererOrganizations/example.com/orderers/orderer.example.com/tls/ca.crt"));
        orderer = AtomicBroadcastGrpc.newStub(connection);
    }

    @AfterEach
    void stop() {
        connection.shutdownNow();
        network.close();
    }

    @Test
    void takes_envelopes_until_one_is_refused() throws Exception {
        long before = network.height();
        List<BroadcastResponse> answers = call(
                orderer::broadcast,
                envelope(),
                envelope().toBuilder().clearSignature().build());

        assertThat(answers).extracting(BroadcastResponse::getStatus).containsExactly(Status.SUCCESS, Status.FORBIDDEN);
        assertThat(deliver(before, before).getData().getDataCount()).isEqualTo(1);
    }

    @Test
    void delivers_blocks_without_what_only_peers_add() throws Exception {
        Block genesis = deliver(0, 0);

        assertThat(genesis.getHeader().getNumber()).isZero();
        assertThat(genesis.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE))
                .isEqualTo(ByteString.EMPTY);
    }

    private Block deliver(long first, long last) throws Exception {
        List<DeliverResponse> answers = call(orderer::deliver, seek(first, last));
        assertThat(answers).hasSize(2);
        assertThat(answers.get(1).getStatus()).isEqualTo(Status.SUCCESS);
        return answers.get(0).getBlock();
    }

    private Envelope envelope() {
        return TransactionDraft.of(network.channel(), "nothing", List.of(), user)
                .endorsed(ChaincodeAction.getDefaultInstance(), List.of());
    }

    private Envelope seek(long first, long last) {
        ChannelHeader header = ChannelHeader.newBuilder()
                .setType(HeaderType.DELIVER_SEEK_INFO_VALUE)
                .setChannelId(network.channel())
                .setTimestamp(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
                .build();
        ByteString payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(header.toByteString())
                        .setSignatureHeader(SignatureHeader.newBuilder()
                                .setCreator(user.serialized())
                                .build()
                                .toByteString()))
                .setData(SeekInfo.newBuilder()
                        .setStart(at(first))
                        .setStop(at(last))
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(ByteString.copyFrom(user.sign(payload.toByteArray())))
                .build();
    }

    private static SeekPosition at(long number) {
        return SeekPosition.newBuilder()
                .setSpecified(SeekSpecified.newBuilder().setNumber(number))
                .build();
    }

    private static <R> List<R> call(Function<StreamObserver<R>, StreamObserver<Envelope>> method, Envelope... requests)
            throws Exception {
        CompletableFuture<List<R>> answers = new CompletableFuture<>();
        StreamObserver<Envelope> call = method.apply(new StreamObserver<>() {
            private final List<R> received = new ArrayList<>();

            @Override
            public void onNext(R answer) {
                received.add(answer);
            }

            @Override
            public void onError(Throwable failure) {
                answers.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answers.complete(received);
            }
        });
        for (Envelope request : requests) {
            call.onNext(request);
        }
        call.onCompleted();
        return answers.get(30, TimeUnit.SECONDS);
    }
}
