package org.evenhand.network.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.evenhand.network.access.AccessDeniedException;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.access.Right;
import org.evenhand.network.deliver.BlockFeed;
import org.evenhand.network.deliver.BlockPump;
import org.evenhand.network.deliver.BlockView;
import org.evenhand.network.endorser.CheckedProposal;
import org.evenhand.network.endorser.Proposal;
import org.evenhand.network.endorser.ProposalChecker;
import org.evenhand.network.endorser.ProposalException;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.orderer.Broadcast;
import org.evenhand.network.orderer.Orderer;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * The service {@code gateway.Gateway} of one organisation's peer. Codes, messages and details are those of Fabric's
 * gateway. No method waits: each answers when what it asked for has come.
 */
public final class GatewayService extends GatewayGrpc.GatewayImplBase {
    private static final int CLIENT_ERROR_MIN = 400;
    private static final int CLIENT_ERROR_MAX = 499;

    private final Ledger ledger;
    private final ChannelAccess access;
    private final ProposalChecker checker;
    private final GatewayPeers peers;
    private final Orderer orderer;
    private final CommitFinder commits;
    private final BlockFeed feed;

    /** A gateway of these parts. */
    public GatewayService(
            Ledger ledger,
            ProposalChecker checker,
            GatewayPeers peers,
            Orderer orderer,
            CommitFinder commits,
            BlockFeed feed) {
        this.ledger = ledger;
        this.access = new ChannelAccess(ledger);
        this.checker = checker;
        this.peers = peers;
        this.orderer = orderer;
        this.commits = commits;
        this.feed = feed;
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> client) {
        try {
            Proposal proposal = parse(request.getProposedTransaction(), "failed to unpack transaction proposal: ");
            CheckedProposal checked =
                    check(proposal, Status.Code.FAILED_PRECONDITION, "evaluate call to endorser returned error: ");
            answer(
                    client,
                    peers.evaluate(checked, request.getTargetOrganizationsList())
                            .thenApply(result -> EvaluateResponse.newBuilder()
                                    .setResult(result)
                                    .build()));
        } catch (StatusRuntimeException e) {
            client.onError(e);
        }
    }

    @Override
    public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> client) {
        try {
            Proposal proposal = parse(request.getProposedTransaction(), "");
            CheckedProposal checked = check(
                    proposal, Status.Code.ABORTED, "failed to endorse transaction, see attached details for more info");
            List<String> organisations = request.getEndorsingOrganizationsList();
            var action = organisations.isEmpty() ? peers.endorse(checked) : peers.endorse(checked, organisations);
            answer(client, action.thenApply(endorsed -> EndorseResponse.newBuilder()
                    .setPreparedTransaction(Transactions.prepare(proposal, endorsed))
                    .build()));
        } catch (StatusRuntimeException e) {
            client.onError(e);
        }
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> client) {
        Envelope envelope = request.getPreparedTransaction();
        if (!request.hasPreparedTransaction() || envelope.getSignature().isEmpty()) {
            client.onError(GatewayErrors.of(
                    Status.Code.INVALID_ARGUMENT,
                    request.hasPreparedTransaction()
                            ? "prepared transaction must be signed"
                            : "a prepared transaction is required"));
            return;
        }
        Broadcast result = orderer.submit(envelope);
        switch (result.status()) {
            case SUCCESS -> {
                client.onNext(SubmitResponse.getDefaultInstance());
                client.onCompleted();
            }
            default -> client.onError(refusedByOrderer(result));
        }
    }

    @Override
    public void commitStatus(SignedCommitStatusRequest signed, StreamObserver<CommitStatusResponse> client) {
        try {
            CommitStatusRequest request = CommitStatusRequest.parseFrom(signed.getRequest());
            checkStatusRequest(request);
            authorise(request.getChannelId(), request.getIdentity(), signed.getRequest(), signed.getSignature());
            CommitFinder.Wait wait = commits.waitFor(request.getTransactionId(), transaction -> {
                client.onNext(CommitStatusResponse.newBuilder()
                        .setResult(transaction.code())
                        .setBlockNumber(transaction.block())
                        .build());
                client.onCompleted();
            });
            ((ServerCallStreamObserver<CommitStatusResponse>) client).setOnCancelHandler(wait::cancel);
            wait.start();
        } catch (InvalidProtocolBufferException e) {
            client.onError(GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "invalid status request: " + e.getMessage()));
        } catch (StatusRuntimeException e) {
            client.onError(e);
        }
    }

    @Override
    public void chaincodeEvents(SignedChaincodeEventsRequest signed, StreamObserver<ChaincodeEventsResponse> client) {
        var call = (ServerCallStreamObserver<ChaincodeEventsResponse>) client;
        try {
            ChaincodeEventsRequest request = ChaincodeEventsRequest.parseFrom(signed.getRequest());
            authorise(request.getChannelId(), request.getIdentity(), signed.getRequest(), signed.getSignature());
            EventSelection selection = new EventSelection(request.getChaincodeId(), request.getAfterTransactionId());
            BlockPump pump = new BlockPump(feed, call, firstBlock(request), block -> send(block, selection, call));
            call.setOnReadyHandler(pump::wake);
            call.setOnCancelHandler(pump::stop);
            pump.start();
        } catch (InvalidProtocolBufferException e) {
            client.onError(GatewayErrors.of(
                    Status.Code.INVALID_ARGUMENT, "invalid chaincode events request: " + e.getMessage()));
        } catch (StatusRuntimeException e) {
            client.onError(e);
        }
    }

    private static boolean send(
            BlockView block, EventSelection selection, StreamObserver<ChaincodeEventsResponse> client) {
        List<ChaincodeEvent> events = selection.select(block);
        if (!events.isEmpty()) {
            client.onNext(ChaincodeEventsResponse.newBuilder()
                    .setBlockNumber(block.number())
                    .addAllEvents(events)
                    .build());
        }
        return true;
    }

    private long firstBlock(ChaincodeEventsRequest request) {
        if (!request.getAfterTransactionId().isEmpty()) {
            var after = ledger.transaction(request.getAfterTransactionId());
            if (after.isPresent()) {
                return after.get().block();
            }
        }
        SeekPosition start = request.getStartPosition();
        return switch (start.getTypeCase()) {
            case TYPE_NOT_SET, NEXT_COMMIT -> ledger.height();
            // Numbers are unsigned; one that large is never reached.
            case SPECIFIED -> start.getSpecified().getNumber() & Long.MAX_VALUE;
            default ->
                throw GatewayErrors.of(
                        Status.Code.INVALID_ARGUMENT, "invalid start position type: " + start.getTypeCase());
        };
    }

    private static Proposal parse(SignedProposal signed, String context) {
        try {
            return Proposal.parse(signed);
        } catch (ProposalException e) {
            throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, context + e.getMessage());
        }
    }

    /** The check that the organisation's own endorser makes first; its refusal is reported as that endorser's. */
    private CheckedProposal check(Proposal proposal, Status.Code code, String message) {
        try {
            return checker.check(proposal);
        } catch (ProposalException e) {
            String why = String.valueOf(e.getMessage());
            throw GatewayErrors.of(
                    code,
                    message.endsWith(" ") ? message + why : message,
                    List.of(GatewayErrors.detail(peers.home(), why)));
        }
    }

    private void authorise(String channel, ByteString identity, ByteString request, ByteString signature) {
        if (!channel.equals(ledger.channel())) {
            throw GatewayErrors.of(Status.Code.PERMISSION_DENIED, "channel " + channel + " not found");
        }
        try {
            access.require(Right.READ, identity, request, signature);
        } catch (AccessDeniedException e) {
            throw GatewayErrors.of(Status.Code.PERMISSION_DENIED, String.valueOf(e.getMessage()));
        }
    }

    private static void checkStatusRequest(CommitStatusRequest request) {
        String missing = request.getIdentity().isEmpty()
                ? "no identity provided"
                : request.getChannelId().isEmpty()
                        ? "no channel ID provided"
                        : request.getTransactionId().isEmpty() ? "transaction ID should not be empty" : "";
        if (!missing.isEmpty()) {
            throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, missing);
        }
    }

    private static StatusRuntimeException refusedByOrderer(Broadcast result) {
        int status = result.status().getNumber();
        String received =
                "received unsuccessful response from orderer: status=" + result.status() + ", info=" + result.info();
        return status >= CLIENT_ERROR_MIN && status <= CLIENT_ERROR_MAX
                ? GatewayErrors.of(Status.Code.ABORTED, received)
                : GatewayErrors.of(
                        Status.Code.UNAVAILABLE, "no orderers could successfully process transaction: " + received);
    }

    private static <A> void answer(StreamObserver<A> client, CompletableFuture<A> result) {
        var unused = result.whenComplete((answer, failure) -> {
            if (failure == null) {
                client.onNext(answer);
                client.onCompleted();
                return;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            client.onError(
                    cause instanceof StatusRuntimeException
                            ? cause
                            : Status.INTERNAL
                                    .withDescription(String.valueOf(cause))
                                    .asRuntimeException());
        });
    }
}
