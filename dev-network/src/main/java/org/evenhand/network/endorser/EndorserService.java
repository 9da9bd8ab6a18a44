package org.evenhand.network.endorser;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.hyperledger.fabric.protos.peer.EndorserGrpc;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** The service {@code protos.Endorser} of one organisation's peer, for clients that collect endorsements themselves. */
public final class EndorserService extends EndorserGrpc.EndorserImplBase {
    private final ProposalChecker checker;
    private final Endorser endorser;

    /** Serves this endorser. */
    public EndorserService(ProposalChecker checker, Endorser endorser) {
        this.checker = checker;
        this.endorser = endorser;
    }

    @Override
    public void processProposal(SignedProposal request, StreamObserver<ProposalResponse> responses) {
        CheckedProposal checked;
        try {
            checked = checker.check(Proposal.parse(request));
        } catch (ProposalException e) {
            // What Go's gRPC makes of a plain error.
            responses.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
            return;
        }
        var unused = endorser.endorse(checked).thenAccept(response -> {
            responses.onNext(response);
            responses.onCompleted();
        });
    }
}
