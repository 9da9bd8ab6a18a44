package org.evenhand.audit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.RecordedLedger;
import org.evenhand.audit.identity.ClientIdentity;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerBlocksTest {
    private final List<Block> blocks = RecordedLedger.blocks();
    private @Nullable CryptoMaterial crypto;
    private @Nullable Server server;

    @BeforeEach
    void start_a_key_material(@TempDir Path folder) {
        crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Test
    void a_live_peers_blocks_are_judged_like_a_file() throws Exception {
        PeerBlocks source = source(new FakePeer(blocks, blocks.size()), organisation(0));

        AuditReport report = Auditor.verify(source, RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.blocks()).isEqualTo(blocks.size());
        assertThat(source.height()).hasValue(blocks.size());
    }

    @Test
    void a_peer_that_withholds_its_last_blocks_is_incomplete_evidence() throws Exception {
        PeerBlocks source = source(new FakePeer(blocks, blocks.size() - 3), organisation(0));

        AuditReport report = Auditor.verify(source, RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.blocks()).isEqualTo(blocks.size() - 3);
    }

    @Test
    void a_peer_that_refuses_is_incomplete_evidence() throws Exception {
        PeerBlocks source = source(new FakePeer(List.of(), 0), organisation(0));

        AuditReport report = Auditor.verify(source, RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(source.height()).isEmpty();
    }

    @Test
    void a_peer_that_the_roots_do_not_vouch_for_is_not_listened_to() throws Exception {
        PeerBlocks source = source(new FakePeer(blocks, blocks.size()), organisation(1));

        AuditReport report = Auditor.verify(source, RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.blocks()).isZero();
    }

    private OrganisationMaterial organisation(int index) {
        return Objects.requireNonNull(crypto).organisations().get(index);
    }

    private PeerBlocks source(FakePeer peer, OrganisationMaterial trusted) throws IOException {
        var tls = organisation(0).tls();
        Server started = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.forServer(
                                tls.certificate().toFile(), tls.privateKey().toFile())
                        .build())
                .addService(peer)
                .build()
                .start();
        server = started;
        ByteString roots = ByteString.copyFrom(Files.readAllBytes(trusted.tls().authority()));
        Path msp = organisation(0)
                .folder()
                .resolve("users")
                .resolve("User1@org1.example.com")
                .resolve("msp");
        ClientIdentity client =
                ClientIdentity.read("Org1MSP", onlyFile(msp.resolve("signcerts")), onlyFile(msp.resolve("keystore")));
        return new PeerBlocks(new PeerAddress("127.0.0.1", started.getPort(), roots, ""), "evenhand", client);
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** Delivers what it is given, to whoever has signed the seek. */
    private static final class FakePeer extends DeliverGrpc.DeliverImplBase {
        private final List<Block> blocks;
        private final int delivered;

        FakePeer(List<Block> blocks, int delivered) {
            this.blocks = blocks;
            this.delivered = delivered;
        }

        @Override
        public StreamObserver<Envelope> deliver(StreamObserver<DeliverResponse> responses) {
            return new StreamObserver<>() {
                @Override
                public void onNext(Envelope seek) {
                    answer(seek, responses);
                }

                @Override
                public void onError(Throwable fault) {
                    // The client has gone.
                }

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }

        private void answer(Envelope seek, StreamObserver<DeliverResponse> responses) {
            try {
                Payload payload = Payload.parseFrom(seek.getPayload());
                if (blocks.isEmpty() || !isSigned(seek, payload)) {
                    responses.onNext(status(Status.FORBIDDEN));
                    return;
                }
                boolean newest =
                        SeekInfo.parseFrom(payload.getData()).getStart().hasNewest();
                List<Block> asked =
                        newest ? blocks.subList(blocks.size() - 1, blocks.size()) : blocks.subList(0, delivered);
                asked.forEach(block -> responses.onNext(
                        DeliverResponse.newBuilder().setBlock(block).build()));
                responses.onNext(status(Status.SUCCESS));
            } catch (InvalidProtocolBufferException e) {
                responses.onNext(status(Status.BAD_REQUEST));
            }
        }

        private static boolean isSigned(Envelope seek, Payload payload) throws InvalidProtocolBufferException {
            SignatureProvider provider = SignatureProvider.portable();
            ByteString creator = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader())
                    .getCreator();
            return new IdentityCache(provider).of(creator).hasSigned(provider, seek.getSignature(), seek.getPayload());
        }

        private static DeliverResponse status(Status status) {
            return DeliverResponse.newBuilder().setStatus(status).build();
        }
    }
}
