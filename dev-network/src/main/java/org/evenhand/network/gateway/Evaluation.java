package org.evenhand.network.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.evenhand.network.endorser.CheckedProposal;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.ledger.StateReader;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;

/** Runs a proposal on one endorser, and on the next when a peer, and not the chaincode, fails. */
final class Evaluation {
    private final CheckedProposal proposal;
    private final StateReader state;
    private final Iterator<Endorser> endorsers;
    private final List<ErrorDetail> errors = new ArrayList<>();

    Evaluation(CheckedProposal proposal, StateReader state, List<Endorser> endorsers) {
        this.proposal = proposal;
        this.state = state;
        this.endorsers = endorsers.iterator();
    }

    /** The chaincode's response, or a failure in the form for the client. To be called when an endorser is left. */
    CompletableFuture<Response> run() {
        Endorser endorser = endorsers.next();
        return endorser.endorse(proposal, state).thenCompose(response -> {
            Answer answer = new Answer(endorser, response);
            if (answer.isSuccess()) {
                return CompletableFuture.completedFuture(result(answer));
            }
            answer.error().ifPresent(errors::add);
            if (answer.isPeerFailure()) {
                return endorsers.hasNext()
                        ? run()
                        : fail(answer.code(), "failed to evaluate transaction, see attached details for more info");
            }
            return fail(answer.code(), "evaluate call to endorser returned error: " + answer.message());
        });
    }

    private CompletableFuture<Response> fail(Status.Code code, String message) {
        return CompletableFuture.failedFuture(GatewayErrors.of(code, message, errors));
    }

    /** The payload that was endorsed is the transaction's result, whatever the peer repeats beside it. */
    private static Response result(Answer answer) {
        Response response = answer.response().getResponse();
        try {
            ProposalResponsePayload payload =
                    ProposalResponsePayload.parseFrom(answer.response().getPayload());
            ChaincodeAction action = ChaincodeAction.parseFrom(payload.getExtension());
            return response.toBuilder()
                    .setPayload(action.getResponse().getPayload())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an endorser made a malformed payload", e);
        }
    }
}
