package org.evenhand.network.chaincode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.CompletableFuture;
import org.evenhand.network.simulation.ResultCursor;
import org.evenhand.network.simulation.SimulationException;
import org.evenhand.network.simulation.Simulator;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.DelState;
import org.hyperledger.fabric.protos.peer.GetHistoryForKey;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateByRange;
import org.hyperledger.fabric.protos.peer.GetStateMultiple;
import org.hyperledger.fabric.protos.peer.GetStateMultipleResult;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.QueryMetadata;
import org.hyperledger.fabric.protos.peer.QueryStateClose;
import org.hyperledger.fabric.protos.peer.QueryStateNext;
import org.hyperledger.fabric.protos.peer.WriteBatchState;
import org.hyperledger.fabric.protos.peer.WriteRecord;

/**
 * A transaction that a chaincode is working on: answers what the chaincode asks for. Reads and writes go to the
 * namespace of the chaincode's name, and to no other.
 */
final class ActiveTransaction {
    private final String namespace;
    private final Simulator simulator;
    private final CompletableFuture<ChaincodeMessage> answer = new CompletableFuture<>();
    private final QueryPages queries = new QueryPages();

    ActiveTransaction(String namespace, Simulator simulator) {
        this.namespace = namespace;
        this.simulator = simulator;
    }

    /** Completed with the chaincode's last message on this transaction. */
    CompletableFuture<ChaincodeMessage> answer() {
        return answer;
    }

    /** The payload that answers a request. One comes after the other, but not all on one thread. */
    synchronized ByteString serve(ChaincodeMessage request) throws SimulationException, InvalidProtocolBufferException {
        ByteString payload = request.getPayload();
        return switch (request.getType()) {
            case GET_STATE -> get(GetState.parseFrom(payload));
            case PUT_STATE -> put(PutState.parseFrom(payload));
            case DEL_STATE -> delete(DelState.parseFrom(payload));
            case GET_STATE_MULTIPLE -> getMultiple(GetStateMultiple.parseFrom(payload));
            case WRITE_BATCH_STATE -> writeBatch(WriteBatchState.parseFrom(payload));
            case GET_STATE_BY_RANGE -> range(GetStateByRange.parseFrom(payload));
            case GET_HISTORY_FOR_KEY -> history(GetHistoryForKey.parseFrom(payload));
            case QUERY_STATE_NEXT ->
                queries.next(QueryStateNext.parseFrom(payload).getId()).toByteString();
            case QUERY_STATE_CLOSE ->
                queries.close(QueryStateClose.parseFrom(payload).getId()).toByteString();
            case GET_QUERY_RESULT -> throw new SimulationException("ExecuteQuery not supported for leveldb");
            case GET_STATE_METADATA, PUT_STATE_METADATA -> throw unsupported("key-level endorsement policies");
            case GET_PRIVATE_DATA_HASH, PURGE_PRIVATE_DATA -> throw unsupported("private data");
            case INVOKE_CHAINCODE -> throw unsupported("calling another chaincode");
            default -> throw new SimulationException("unknown request");
        };
    }

    private ByteString get(GetState request) throws SimulationException {
        refuseCollection(request.getCollection());
        return simulator.get(namespace, request.getKey());
    }

    private ByteString getMultiple(GetStateMultiple request) throws SimulationException {
        refuseCollection(request.getCollection());
        GetStateMultipleResult.Builder result = GetStateMultipleResult.newBuilder();
        for (String key : request.getKeysList()) {
            result.addValues(simulator.get(namespace, key));
        }
        return result.build().toByteString();
    }

    private ByteString put(PutState request) throws SimulationException {
        refuseCollection(request.getCollection());
        simulator.put(namespace, request.getKey(), request.getValue());
        return ByteString.EMPTY;
    }

    private ByteString delete(DelState request) throws SimulationException {
        refuseCollection(request.getCollection());
        simulator.put(namespace, request.getKey(), ByteString.EMPTY);
        return ByteString.EMPTY;
    }

    private ByteString writeBatch(WriteBatchState batch) throws SimulationException {
        for (WriteRecord write : batch.getRecList()) {
            refuseCollection(write.getCollection());
            switch (write.getType()) {
                case PUT_STATE -> simulator.put(namespace, write.getKey(), write.getValue());
                case DEL_STATE -> simulator.put(namespace, write.getKey(), ByteString.EMPTY);
                case PUT_STATE_METADATA -> throw unsupported("key-level endorsement policies");
                default -> throw new SimulationException("unknown operation type");
            }
        }
        return ByteString.EMPTY;
    }

    private ByteString range(GetStateByRange request) throws SimulationException, InvalidProtocolBufferException {
        refuseCollection(request.getCollection());
        QueryMetadata page = QueryMetadata.parseFrom(request.getMetadata());
        if (page.getPageSize() == 0 && page.getBookmark().isEmpty()) {
            return queries.start(simulator.range(namespace, request.getStartKey(), request.getEndKey()))
                    .toByteString();
        }
        String start = page.getBookmark().isEmpty() ? request.getStartKey() : page.getBookmark();
        ResultCursor cursor = simulator.page(namespace, start, request.getEndKey(), page.getPageSize());
        return queries.page(cursor, page.getPageSize()).toByteString();
    }

    private ByteString history(GetHistoryForKey request) {
        return queries.start(simulator.history(namespace, request.getKey())).toByteString();
    }

    private static void refuseCollection(String collection) throws SimulationException {
        if (!collection.isEmpty()) {
            throw unsupported("private data (collection " + collection + ")");
        }
    }

    private static SimulationException unsupported(String what) {
        return new SimulationException(what + ": not supported by the embedded network");
    }
}
