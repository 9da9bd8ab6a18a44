package org.evenhand.audit.peer;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.evenhand.audit.identity.ClientIdentity;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.BlockStream;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.audit.source.StoredBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;

/**
 * The blocks of a channel as a live peer delivers them, up to the newest one at the time of opening. The peer is not
 * believed: what it delivers is judged like a file.
 */
public final class PeerBlocks implements BlockSource {
    private final PeerAddress peer;
    private final String channel;
    private final ClientIdentity client;

    public PeerBlocks(PeerAddress peer, String channel, ClientIdentity client) {
        this.peer = peer;
        this.channel = channel;
        this.client = client;
    }

    @Override
    public String description() {
        return "channel " + channel + " at " + peer;
    }

    @Override
    public OptionalLong height() {
        ManagedChannel connection = null;
        try {
            connection = connect();
            return OptionalLong.of(newest(connection) + 1);
        } catch (EvidenceException e) {
            return OptionalLong.empty(); // Progress can do without; opening will say what is wrong.
        } finally {
            if (connection != null) {
                connection.shutdownNow();
            }
        }
    }

    @Override
    public BlockStream open() throws EvidenceException {
        ManagedChannel connection = connect();
        try {
            long last = newest(connection);
            return new DeliveredStream(connection, SeekEnvelope.range(channel, client, 0, last), last, peer.toString());
        } catch (EvidenceException e) {
            connection.shutdownNow();
            throw e;
        }
    }

    private long newest(ManagedChannel connection) throws EvidenceException {
        try (Deliveries deliveries = new Deliveries(connection, SeekEnvelope.newest(channel, client))) {
            return deliveries
                    .next()
                    .orElseThrow(() -> new EvidenceException(peer + " has no block of channel " + channel))
                    .getHeader()
                    .getNumber();
        }
    }

    private ManagedChannel connect() throws EvidenceException {
        try {
            NettyChannelBuilder builder = NettyChannelBuilder.forAddress(peer.host(), peer.port())
                    .maxInboundMessageSize(StoredBlock.BYTES_MAX)
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(peer.tlsRoots().newInput())
                            .build());
            if (!peer.tlsName().isEmpty()) {
                builder.overrideAuthority(peer.tlsName());
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new EvidenceException("The TLS roots of " + peer + " cannot be read", e);
        }
    }

    /** Blocks up to a known last one; a peer that ends before it has not delivered what it has. */
    private static final class DeliveredStream implements BlockStream {
        private final ManagedChannel connection;
        private final Deliveries deliveries;
        private final long last;
        private final String origin;
        private long delivered = -1;

        DeliveredStream(ManagedChannel connection, Envelope seek, long last, String origin) {
            this.connection = connection;
            this.deliveries = new Deliveries(connection, seek);
            this.last = last;
            this.origin = origin;
        }

        @Override
        public Optional<StoredBlock> next() throws EvidenceException {
            Optional<Block> block = deliveries.next();
            if (block.isEmpty() && delivered != last) {
                throw new EvidenceException(origin + " delivered blocks up to " + delivered + " of " + last);
            }
            delivered = block.isPresent() ? block.get().getHeader().getNumber() : delivered;
            return block.map(found -> new StoredBlock(
                    found.toByteString(),
                    origin + ", block " + found.getHeader().getNumber()));
        }

        @Override
        public void close() {
            deliveries.close();
            connection.shutdownNow();
        }
    }
}
