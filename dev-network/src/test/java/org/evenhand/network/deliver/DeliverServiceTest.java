package org.evenhand.network.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.storage.FileLedger;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.orderer.SeekNewest;
import org.hyperledger.fabric.protos.orderer.SeekOldest;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.orderer.SeekSpecified;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DeliverServiceTest {
    private static final SeekPosition OLDEST =
            SeekPosition.newBuilder().setOldest(SeekOldest.getDefaultInstance()).build();
    private static final SeekPosition NEWEST =
            SeekPosition.newBuilder().setNewest(SeekNewest.getDefaultInstance()).build();

    private final BlockingQueue<DeliverResponse> responses = new LinkedBlockingQueue<>();
    private final CountDownLatch completed = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private SigningIdentity user;
    private Ledger ledger;
    private BlockFeed feed;
    private Server server;
    private ManagedChannel connection;
    private StreamObserver<Envelope> requests;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        CryptoMaterial crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2"));
        user = crypto.organisations().get(0).user();
        ledger = FileLedger.open(
                folder.resolve("ledger"),
                () -> GenesisBlock.of(ChannelProfile.standard("ch", new Endpoint("localhost", 1), Map.of()), crypto),
                crypto.orderer().node());
        feed = new BlockFeed(ledger, executor);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new DeliverService(feed, new ChannelAccess(ledger), Clock.systemUTC()))
                .build()
                .start();
        connection = NettyChannelBuilder.forAddress(
                        InetAddress.getLoopbackAddress().getHostAddress(), server.getPort())
                .usePlaintext()
                .build();
        requests = DeliverGrpc.newStub(connection).deliver(new Collecting());
    }

    @AfterEach
    void close() {
        connection.shutdownNow();
        server.shutdownNow();
        feed.close();
        ledger.close();
        executor.shutdownNow();
    }

    @Test
    void delivers_what_is_there_and_then_a_status_and_takes_the_next_request() throws Exception {
        ledger.commit(List.of(junk()));

        requests.onNext(seek(OLDEST, NEWEST, SeekInfo.SeekBehavior.FAIL_IF_NOT_READY));

        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(0);
        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(1);
        assertThat(next().getStatus()).isEqualTo(Status.SUCCESS);

        requests.onNext(seek(NEWEST, NEWEST, SeekInfo.SeekBehavior.BLOCK_UNTIL_READY));

        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(1);
        assertThat(next().getStatus()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void waits_for_blocks_that_are_still_to_come() throws Exception {
        requests.onNext(seek(at(0), at(2), SeekInfo.SeekBehavior.BLOCK_UNTIL_READY));
        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(0);

        ledger.commit(List.of(junk()));
        ledger.commit(List.of(junk()));

        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(1);
        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(2);
        assertThat(next().getStatus()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void does_not_wait_when_asked_to_fail() throws Exception {
        requests.onNext(seek(at(0), at(5), SeekInfo.SeekBehavior.FAIL_IF_NOT_READY));

        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(0);
        assertThat(next().getStatus()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void ends_the_stream_after_the_last_request_of_a_client_that_has_no_more() throws Exception {
        requests.onNext(seek(at(0), at(1), SeekInfo.SeekBehavior.BLOCK_UNTIL_READY));
        requests.onCompleted();
        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(0);

        ledger.commit(List.of(junk()));

        assertThat(next().getBlock().getHeader().getNumber()).isEqualTo(1);
        assertThat(next().getStatus()).isEqualTo(Status.SUCCESS);
        assertThat(completed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refuses_a_range_that_ends_before_it_starts() throws Exception {
        requests.onNext(seek(at(3), at(2), SeekInfo.SeekBehavior.BLOCK_UNTIL_READY));

        assertThat(next().getStatus()).isEqualTo(Status.BAD_REQUEST);
    }

    @Test
    void refuses_a_request_that_was_altered_after_it_was_signed() throws Exception {
        Envelope signed = seek(OLDEST, NEWEST, SeekInfo.SeekBehavior.BLOCK_UNTIL_READY);
        Envelope other = seek(NEWEST, NEWEST, SeekInfo.SeekBehavior.BLOCK_UNTIL_READY);

        requests.onNext(signed.toBuilder().setPayload(other.getPayload()).build());

        assertThat(next().getStatus()).isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void sends_headers_alone_when_asked_but_configurations_whole() throws Exception {
        ledger.commit(List.of(junk()));

        requests.onNext(sign(SeekInfo.newBuilder()
                .setStart(OLDEST)
                .setStop(NEWEST)
                .setContentType(SeekInfo.SeekContentType.HEADER_WITH_SIG)
                .build()));

        assertThat(next().getBlock().getData().getDataCount()).isEqualTo(1);
        assertThat(next().getBlock().hasData()).isFalse();
    }

    private DeliverResponse next() throws InterruptedException {
        DeliverResponse response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response).isNotNull();
        return response;
    }

    private static SeekPosition at(long number) {
        return SeekPosition.newBuilder()
                .setSpecified(SeekSpecified.newBuilder().setNumber(number))
                .build();
    }

    private Envelope seek(SeekPosition start, SeekPosition stop, SeekInfo.SeekBehavior behavior) {
        return sign(SeekInfo.newBuilder()
                .setStart(start)
                .setStop(stop)
                .setBehavior(behavior)
                .build());
    }

    private Envelope sign(SeekInfo seek) {
        ChannelHeader header = ChannelHeader.newBuilder()
                .setType(HeaderType.DELIVER_SEEK_INFO_VALUE)
                .setChannelId("ch")
                .setTimestamp(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
                .build();
        ByteString payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(header.toByteString())
                        .setSignatureHeader(SignatureHeader.newBuilder()
                                .setCreator(user.serialized())
                                .build()
                                .toByteString()))
                .setData(seek.toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(ByteString.copyFrom(user.sign(payload.toByteArray())))
                .build();
    }

    /** Something that makes a block: whether it is valid does not matter here. */
    private static Envelope junk() {
        return Envelope.newBuilder().setPayload(ByteString.copyFromUtf8("junk")).build();
    }

    private final class Collecting implements StreamObserver<DeliverResponse> {
        @Override
        public void onNext(DeliverResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
            completed.countDown();
        }
    }
}
