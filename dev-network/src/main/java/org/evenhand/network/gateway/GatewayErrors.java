package org.evenhand.network.gateway;

import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.evenhand.network.endorser.Endorser;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * Errors in the form that client SDKs understand: a gRPC code, a message, and one detail per peer that had a part in
 * it.
 */
final class GatewayErrors {
    private GatewayErrors() {}

    static StatusRuntimeException of(Status.Code code, String message) {
        return code.toStatus().withDescription(message).asRuntimeException();
    }

    static StatusRuntimeException of(Status.Code code, String message, List<ErrorDetail> details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        details.forEach(detail -> status.addDetails(Any.pack(detail)));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    static ErrorDetail detail(Endorser endorser, String message) {
        return ErrorDetail.newBuilder()
                .setAddress(endorser.address())
                .setMspId(endorser.mspId())
                .setMessage(message)
                .build();
    }
}
