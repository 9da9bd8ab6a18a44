package org.evenhand.network.endorser;

import static org.evenhand.network.lifecycle.ChaincodeDefinition.LIFECYCLE;
import static org.evenhand.network.lifecycle.ChaincodeDefinition.fieldKey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.evenhand.network.chaincode.ChaincodeConnection;
import org.evenhand.network.chaincode.ChaincodeException;
import org.evenhand.network.chaincode.ChaincodeResult;
import org.evenhand.network.chaincode.Invocation;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.simulation.Simulator;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeEndorsementInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;

/**
 * One organisation's endorsing peer. It runs a proposal, and signs what was read and what would be written. It never
 * fails: like a Fabric peer it answers with status 500 and without an endorsement when the run did.
 */
public final class Endorser {
    /** From this status on an answer is an error, and is not endorsed. */
    private static final int ERROR_STATUS = 400;
    /** From this status on Fabric still hands out the payload of the failed run. */
    private static final int FAILURE_STATUS = 500;

    private final SigningIdentity peer;
    private final String address;
    private final Ledger ledger;
    private final Map<String, ChaincodeConnection> chaincodes;
    private final Map<String, SystemChaincode> systemChaincodes;

    /**
     * An endorser.
     *
     * @param peer signs the endorsements.
     * @param address {@code host:port} of the peer, for error messages.
     * @param chaincodes the organisation's own instances, by chaincode name.
     * @param systemChaincodes by name.
     */
    public Endorser(
            SigningIdentity peer,
            String address,
            Ledger ledger,
            Map<String, ChaincodeConnection> chaincodes,
            Map<String, SystemChaincode> systemChaincodes) {
        this.peer = peer;
        this.address = address;
        this.ledger = ledger;
        this.chaincodes = Map.copyOf(chaincodes);
        this.systemChaincodes = Map.copyOf(systemChaincodes);
    }

    /** The organisation. */
    public String mspId() {
        return peer.mspId();
    }

    /** {@code host:port} of the peer. */
    public String address() {
        return address;
    }

    /** The peer's identity, as it stands in its endorsements. */
    public ByteString identity() {
        return peer.serialized();
    }

    /** Whether this organisation runs the chaincode. */
    public boolean runs(String chaincode) {
        return chaincodes.containsKey(chaincode) || systemChaincodes.containsKey(chaincode);
    }

    /** Whether this organisation runs the chaincode, and has it at hand: one that has gone away may come back. */
    public boolean isReadyFor(String chaincode) {
        ChaincodeConnection connection = chaincodes.get(chaincode);
        return connection != null ? connection.isReady() : systemChaincodes.containsKey(chaincode);
    }

    /** Runs and endorses a proposal on the state as it is. The future never fails. */
    public CompletableFuture<ProposalResponse> endorse(CheckedProposal checked) {
        return endorse(checked, ledger.snapshot());
    }

    /** Runs and endorses a proposal on a given state. The future never fails. */
    public CompletableFuture<ProposalResponse> endorse(CheckedProposal checked, StateReader state) {
        Proposal proposal = checked.proposal();
        SystemChaincode system = systemChaincodes.get(proposal.chaincode());
        if (system != null) {
            ChaincodeResult result = new ChaincodeResult(system.invoke(checked), Optional.empty());
            return CompletableFuture.completedFuture(
                    respond(checked, SystemChaincode.VERSION, result, ByteString.EMPTY));
        }
        Simulator simulator = new Simulator(state, proposal.txId());
        ChaincodeConnection connection = chaincodes.get(proposal.chaincode());
        Optional<String> version = definedVersion(state, simulator, proposal.chaincode());
        if (connection == null || version.isEmpty()) {
            return CompletableFuture.completedFuture(failure("make sure the chaincode " + proposal.chaincode()
                    + " has been successfully defined on channel " + proposal.channel() + " and try again"));
        }
        Invocation invocation =
                new Invocation(proposal.channel(), proposal.txId(), proposal.input(), proposal.signed(), simulator);
        return connection
                .invoke(invocation)
                .thenApply(result -> respond(checked, version.get(), result, simulator.results()))
                .exceptionally(failure -> failure("error in simulation: failed to execute transaction "
                        + proposal.txId() + ": " + reason(failure)));
    }

    /**
     * The version in the chaincode's committed definition. The definition's sequence is read through the simulator, so
     * that it stands in the read set and a transaction fails if the definition changes before it commits; the rest is
     * looked up aside, as a peer takes it from its cache.
     */
    private Optional<String> definedVersion(StateReader state, Simulator simulator, String chaincode) {
        if (simulator.get(LIFECYCLE, fieldKey(chaincode, "Sequence")).isEmpty()) {
            return Optional.empty();
        }
        return state.get(LIFECYCLE, fieldKey(chaincode, "EndorsementInfo")).map(info -> {
            try {
                ByteString bytes = StateData.parseFrom(info.value()).getBytes();
                return ChaincodeEndorsementInfo.parseFrom(bytes).getVersion();
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("malformed definition of chaincode " + chaincode, e);
            }
        });
    }

    private ProposalResponse respond(
            CheckedProposal checked, String version, ChaincodeResult result, ByteString readWriteSet) {
        Response response = result.response();
        if (response.getStatus() >= ERROR_STATUS && response.getStatus() < FAILURE_STATUS) {
            return ProposalResponse.newBuilder().setResponse(response).build();
        }
        boolean failed = response.getStatus() >= FAILURE_STATUS;
        Optional<ChaincodeEvent> event = failed ? Optional.empty() : result.event();
        ByteString payload = payload(checked, version, response, event, readWriteSet);
        ProposalResponse.Builder answer =
                ProposalResponse.newBuilder().setResponse(response).setPayload(payload);
        if (failed) {
            return answer.build();
        }
        byte[] signature = peer.sign(payload.concat(peer.serialized()).toByteArray());
        return answer.setVersion(1)
                .setEndorsement(Endorsement.newBuilder()
                        .setEndorser(peer.serialized())
                        .setSignature(ByteString.copyFrom(signature)))
                .build();
    }

    private static ByteString payload(
            CheckedProposal checked,
            String version,
            Response response,
            Optional<ChaincodeEvent> event,
            ByteString readWriteSet) {
        ChaincodeAction action = ChaincodeAction.newBuilder()
                .setResults(readWriteSet)
                .setEvents(event.map(ChaincodeEvent::toByteString).orElse(ByteString.EMPTY))
                .setResponse(response)
                .setChaincodeId(ChaincodeID.newBuilder()
                        .setName(checked.proposal().chaincode())
                        .setVersion(version))
                .build();
        return ProposalResponsePayload.newBuilder()
                .setProposalHash(checked.hash())
                .setExtension(action.toByteString())
                .build()
                .toByteString();
    }

    private static ProposalResponse failure(String message) {
        return ProposalResponse.newBuilder()
                .setResponse(Response.newBuilder().setStatus(FAILURE_STATUS).setMessage(message))
                .build();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable root = failure instanceof CompletionException && cause != null ? cause : failure;
        return root instanceof ChaincodeException ? String.valueOf(root.getMessage()) : root.toString();
    }
}
