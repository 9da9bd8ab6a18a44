package org.evenhand.network.gateway;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.evenhand.network.config.Policy;
import org.evenhand.network.endorser.CheckedProposal;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.endorser.SystemChaincode;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.StateReader;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Response;

/**
 * The endorsers that one gateway can reach: its own organisation's, and the others'. Chooses among them. All
 * endorsements of a transaction are made on one state: with one ledger for all, peers are never a block apart.
 */
public final class GatewayPeers {
    private final Ledger ledger;
    private final Endorser home;
    private final List<Endorser> all;
    private final Map<String, Endorser> byOrganisation;
    private final DefinedPolicies policies;
    private final Layouts layouts = new Layouts();

    /**
     * The peers as seen from one of them.
     *
     * @param home the gateway's own organisation's.
     * @param endorsers one per organisation, the gateway's own among them.
     */
    public GatewayPeers(Ledger ledger, Endorser home, List<Endorser> endorsers) {
        this.ledger = ledger;
        this.home = home;
        this.policies = new DefinedPolicies(ledger);
        List<Endorser> ordered = new ArrayList<>(endorsers);
        ordered.remove(home);
        ordered.add(0, home);
        this.all = List.copyOf(ordered);
        this.byOrganisation = all.stream().collect(Collectors.toMap(Endorser::mspId, Function.identity()));
    }

    Endorser home() {
        return home;
    }

    /**
     * Runs a query.
     *
     * @param organisations whose peers may be asked; empty for any, or for the own one alone if there is transient
     *     data.
     */
    CompletableFuture<Response> evaluate(CheckedProposal proposal, List<String> organisations) {
        String chaincode = proposal.proposal().chaincode();
        boolean homeOnly = organisations.isEmpty() && proposal.proposal().hasTransientData();
        List<Endorser> candidates = all.stream()
                .filter(endorser -> endorser.runs(chaincode))
                .filter(endorser -> homeOnly
                        ? endorser.equals(home)
                        : organisations.isEmpty() || organisations.contains(endorser.mspId()))
                .toList();
        if (candidates.isEmpty()) {
            return CompletableFuture.failedFuture(GatewayErrors.of(
                    Status.Code.FAILED_PRECONDITION,
                    (homeOnly
                                    ? "no endorsers found in the gateway's organization; retry specifying target"
                                            + " organization(s) to protect transient data: "
                                    : "")
                            + "no peers available to evaluate chaincode " + chaincode + " in channel "
                            + ledger.channel()));
        }
        return new Evaluation(proposal, ledger.snapshot(), readyFirst(candidates, peer -> peer.isReadyFor(chaincode)))
                .run();
    }

    /** Collects endorsements of exactly these organisations: the client answers for the policy. */
    CompletableFuture<ChaincodeEndorsedAction> endorse(CheckedProposal proposal, List<String> organisations) {
        String chaincode = proposal.proposal().chaincode();
        List<Endorser> group = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String organisation : new LinkedHashSet<>(organisations)) {
            Endorser endorser = byOrganisation.get(organisation);
            if (endorser != null && endorser.runs(chaincode)) {
                group.add(endorser);
            } else {
                missing.add(organisation);
            }
        }
        if (!missing.isEmpty()) {
            return CompletableFuture.failedFuture(GatewayErrors.of(
                    Status.Code.UNAVAILABLE,
                    "failed to find any endorsing peers for org(s): " + String.join(", ", missing)));
        }
        return new EndorsementCollector(proposal, ledger.snapshot(), List.of(group), null).collect();
    }

    /** Collects as many endorsements as the chaincode's policy needs and no more, the own organisation's among them. */
    CompletableFuture<ChaincodeEndorsedAction> endorse(CheckedProposal proposal) {
        String chaincode = proposal.proposal().chaincode();
        if (proposal.proposal().hasTransientData() && !home.runs(chaincode)) {
            return CompletableFuture.failedFuture(GatewayErrors.of(
                    Status.Code.FAILED_PRECONDITION,
                    "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to"
                            + " protect transient data"));
        }
        StateReader state = ledger.snapshot();
        Optional<Policy> policy =
                SystemChaincode.isSystem(chaincode) ? Optional.empty() : policies.policyOf(chaincode, state);
        List<Endorser> candidates =
                all.stream().filter(endorser -> endorser.runs(chaincode)).toList();
        List<List<Endorser>> groups = policy.map(found -> layouts.find(candidates, found, ledger.config()))
                .orElse(List.of());
        if (groups.isEmpty()) {
            return CompletableFuture.failedFuture(GatewayErrors.of(
                    Status.Code.FAILED_PRECONDITION,
                    "no combination of peers can be derived which satisfy the endorsement policy: "
                            + (policy.isEmpty()
                                    ? "no metadata was found for chaincode " + chaincode + " in channel "
                                            + ledger.channel()
                                    : "too few organisations run chaincode " + chaincode)));
        }
        List<List<Endorser>> ordered =
                readyFirst(groups, group -> group.contains(home) && othersAreReady(group, chaincode));
        return new EndorsementCollector(proposal, state, ordered, home.runs(chaincode) ? home : null).collect();
    }

    /** A gateway's own endorser has a part in every transaction; if it is not ready, that is not to be hidden. */
    private boolean othersAreReady(List<Endorser> group, String chaincode) {
        return group.stream().allMatch(member -> member.equals(home) || member.isReadyFor(chaincode));
    }

    /** Those who would have to be waited for come last, but they do come: a chaincode may be just about to start. */
    private static <T> List<T> readyFirst(List<T> choices, Predicate<T> isReady) {
        List<T> ordered = new ArrayList<>(choices);
        ordered.sort(Comparator.comparing(choice -> !isReady.test(choice)));
        return ordered;
    }
}
