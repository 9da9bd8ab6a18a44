package org.evenhand.network.gateway;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.evenhand.network.endorser.CheckedProposal;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.ledger.StateReader;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.jspecify.annotations.Nullable;

/**
 * Collects the endorsements of one transaction: all members of a group at once, on the same state, and of the next
 * group when one of them fails. One step runs at a time, so nothing here is locked.
 */
final class EndorsementCollector {
    private final CheckedProposal proposal;
    private final StateReader state;
    private final Iterator<List<Endorser>> groups;
    private final @Nullable Endorser home;
    private final Map<Endorser, Endorsement> endorsements = new LinkedHashMap<>();
    private final Set<Endorser> failed = new HashSet<>();
    private final List<ErrorDetail> errors = new ArrayList<>();
    private @Nullable ByteString payload;

    /**
     * A collector for one use.
     *
     * @param groups tried in this order until all members of one have endorsed.
     * @param home the endorser without which the transaction fails at once; null if there is none such.
     */
    EndorsementCollector(
            CheckedProposal proposal, StateReader state, List<List<Endorser>> groups, @Nullable Endorser home) {
        this.proposal = proposal;
        this.state = state;
        this.groups = groups.iterator();
        this.home = home;
    }

    /** The endorsed action, or a failure in the form for the client. */
    CompletableFuture<ChaincodeEndorsedAction> collect() {
        while (groups.hasNext()) {
            List<Endorser> group = groups.next();
            if (group.stream().anyMatch(failed::contains)) {
                continue;
            }
            List<CompletableFuture<Answer>> answers = group.stream()
                    .filter(endorser -> !endorsements.containsKey(endorser))
                    .map(endorser ->
                            endorser.endorse(proposal, state).thenApply(response -> new Answer(endorser, response)))
                    .toList();
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenCompose(done -> {
                        answers.forEach(answer -> take(answer.join()));
                        return next(group);
                    });
        }
        return CompletableFuture.failedFuture(GatewayErrors.of(
                Status.Code.ABORTED,
                "failed to collect enough transaction endorsements, see attached details for more info",
                errors));
    }

    private CompletableFuture<ChaincodeEndorsedAction> next(List<Endorser> group) {
        ByteString agreed = payload;
        if (agreed != null && endorsements.keySet().containsAll(group)) {
            return CompletableFuture.completedFuture(ChaincodeEndorsedAction.newBuilder()
                    .setProposalResponsePayload(agreed)
                    .addAllEndorsements(group.stream().map(this::endorsement).toList())
                    .build());
        }
        if (home != null && failed.contains(home)) {
            return CompletableFuture.failedFuture(GatewayErrors.of(
                    Status.Code.ABORTED, "failed to endorse transaction, see attached details for more info", errors));
        }
        return collect();
    }

    private void take(Answer answer) {
        if (!answer.isSuccess()) {
            failed.add(answer.endorser());
            answer.error().ifPresent(errors::add);
            return;
        }
        if (payload == null) {
            payload = answer.response().getPayload();
        }
        if (payload.equals(answer.response().getPayload())) {
            endorsements.put(answer.endorser(), answer.response().getEndorsement());
        } else {
            failed.add(answer.endorser());
            errors.add(GatewayErrors.detail(answer.endorser(), "ProposalResponsePayloads do not match"));
        }
    }

    private Endorsement endorsement(Endorser endorser) {
        Endorsement endorsement = endorsements.get(endorser);
        if (endorsement == null) {
            throw new IllegalStateException("no endorsement of " + endorser.mspId());
        }
        return endorsement;
    }
}
