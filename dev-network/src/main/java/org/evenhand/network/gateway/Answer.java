package org.evenhand.network.gateway;

import io.grpc.Status;
import java.util.Optional;
import org.evenhand.network.endorser.Endorser;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.ProposalResponse;

/**
 * What one endorser made of a proposal, judged as Fabric's gateway judges it.
 *
 * @param endorser who answered.
 * @param response the answer.
 */
record Answer(Endorser endorser, ProposalResponse response) {
    private static final int SUCCESS_MIN = 200;
    private static final int ERROR_MIN = 400;
    private static final int PEER_FAILURE = 500;

    boolean isSuccess() {
        int status = response.getResponse().getStatus();
        return status >= SUCCESS_MIN && status < ERROR_MIN;
    }

    /** Whether the peer failed, and not the chaincode: another peer may do better. */
    boolean isPeerFailure() {
        return response.getPayload().isEmpty() && response.getResponse().getStatus() == PEER_FAILURE;
    }

    Status.Code code() {
        return isSuccess() ? Status.Code.OK : isPeerFailure() ? Status.Code.ABORTED : Status.Code.UNKNOWN;
    }

    /** The failure in words. */
    String message() {
        String message = response.getResponse().getMessage();
        return isPeerFailure()
                ? message
                : "chaincode response " + response.getResponse().getStatus() + ", " + message;
    }

    /** The failure as a detail of a gateway error; empty on success. */
    Optional<ErrorDetail> error() {
        return isSuccess() ? Optional.empty() : Optional.of(GatewayErrors.detail(endorser, message()));
    }
}
