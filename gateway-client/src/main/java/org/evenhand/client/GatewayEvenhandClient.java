package org.evenhand.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.RoundLocation;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.PoolId;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;

/** {@link EvenhandClient} over a Fabric Gateway. */
final class GatewayEvenhandClient implements EvenhandClient {
    /** The system chaincode that answers from the blocks. */
    private static final String LEDGER = "qscc";

    private final ClientIdentity identity;
    private final GatewaySettings settings;
    private final ManagedChannel connection;
    private final boolean ownsConnection;
    private final RequestSigner signer;
    private final Submitter submitter;
    private final Tally tally = new Tally();

    GatewayEvenhandClient(
            ClientIdentity identity, GatewaySettings settings, ManagedChannel connection, boolean ownsConnection) {
        this.identity = identity;
        this.settings = settings;
        this.connection = connection;
        this.ownsConnection = ownsConnection;
        this.signer = new RequestSigner(identity, connection, settings.channel());
        GatewayCalls calls = new GatewayCalls(connection, settings.channel(), settings.deadlines());
        this.submitter = new Submitter(signer, calls, settings, tally);
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public GatewaySettings settings() {
        return settings;
    }

    @Override
    public CompletableFuture<Committed> submit(Request request) {
        return submitter.submit(request);
    }

    @Override
    public CompletableFuture<Bytes> query(Request request) {
        return submitter.query(settings.chaincode(), request);
    }

    @Override
    public CompletableFuture<CommitStatus> commitStatus(String transactionId) {
        return submitter.commitStatus(transactionId);
    }

    @Override
    public CompletableFuture<Long> height() {
        return submitter
                .query(LEDGER, Request.of("GetChainInfo", settings.channel()))
                .thenApply(bytes -> {
                    try {
                        return BlockchainInfo.parseFrom(bytes.toArray()).getHeight();
                    } catch (InvalidProtocolBufferException e) {
                        throw Await.unreadable("the peer answered no chain info", e);
                    }
                });
    }

    @Override
    public CompletableFuture<Long> blockOf(String transactionId) {
        return submitter
                .query(LEDGER, Request.of("GetBlockByTxID", settings.channel(), transactionId))
                .thenApply(bytes -> {
                    try {
                        return Block.parseFrom(bytes.toArray()).getHeader().getNumber();
                    } catch (InvalidProtocolBufferException e) {
                        throw Await.unreadable("the peer answered no block", e);
                    }
                });
    }

    @Override
    public CompletableFuture<RoundRecord> round(PoolId pool, long number) {
        Request where = Request.of(Functions.GET_ROUND, pool.name(), Long.toString(number));
        return Await.decoded(query(where), RoundLocation::fromBytes).thenCompose(location -> submitter
                .query(LEDGER, Request.of("GetTransactionByID", settings.channel(), location.transactionId()))
                .thenApply(bytes -> record(location, bytes)));
    }

    private static RoundRecord record(RoundLocation location, Bytes processed) {
        try {
            ProcessedTransaction transaction = ProcessedTransaction.parseFrom(processed.toArray());
            ChaincodeEvent event = ChaincodeEvent.parseFrom(
                    ActionReader.action(transaction.getTransactionEnvelope()).getEvents());
            byte[] record = event.getPayload().toByteArray();
            if (!Digest.of(record).equals(location.record())) {
                throw new MalformedException("the event's payload is not the record whose digest the state holds");
            }
            return RoundRecord.fromBytes(record);
        } catch (InvalidProtocolBufferException | MalformedException e) {
            throw Await.unreadable(
                    "transaction " + location.transactionId() + " holds no record of round " + location.round(), e);
        }
    }

    @Override
    public Subscription events(Checkpointer checkpointer, Consumer<LedgerEvent> listener)
            throws EvenhandException, InterruptedException {
        startAtEnd(checkpointer);
        return EventFeed.subscribe(signer.network(), settings.chaincode(), checkpointer, listener, settings.backoff());
    }

    /** "From now on" must be a block number before the first connection, or what happens until then is missed. */
    private void startAtEnd(Checkpointer checkpointer) throws EvenhandException, InterruptedException {
        if (checkpointer.getBlockNumber().isEmpty()) {
            try {
                checkpointer.checkpointBlock(Await.result(height()) - 1);
            } catch (IOException e) {
                throw new UncheckedIOException("the checkpoint cannot be written", e);
            }
        }
    }

    @Override
    public ClientCounters counters() {
        return tally.counters();
    }

    @Override
    public void close() {
        signer.close();
        if (ownsConnection) {
            connection.shutdownNow();
        }
    }
}
