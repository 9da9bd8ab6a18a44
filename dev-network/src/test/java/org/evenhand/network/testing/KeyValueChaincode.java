package org.evenhand.network.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;

/** A small plain chaincode whose functions exercise what a peer answers. */
public final class KeyValueChaincode extends ShimServer.ServedChaincode {
    private final CountDownLatch release = new CountDownLatch(1);
    private final String signature;

    /** A chaincode that answers like every other instance. */
    public KeyValueChaincode() {
        this("");
    }

    /** A chaincode that says {@code signature} where instances may differ. */
    public KeyValueChaincode(String signature) {
        this.signature = signature;
    }

    /** Lets {@code block} go on. */
    public void release() {
        release.countDown();
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        List<String> arguments = stub.getParameters();
        return switch (stub.getFunction()) {
            case "put" -> put(stub, arguments);
            case "get" -> success(stub.getStringState(arguments.get(0)));
            case "delete" -> delete(stub, arguments);
            case "increment" -> increment(stub, arguments);
            case "notify" -> notify(stub, arguments);
            case "putAll" -> putAll(stub, arguments);
            case "range" -> range(stub, arguments);
            case "page" -> page(stub, arguments);
            case "history" -> history(stub, arguments);
            case "query" -> success(String.valueOf(stub.getQueryResult(arguments.get(0))));
            case "refuse" -> ResponseUtils.newErrorResponse(arguments.get(0));
            case "whoAmI" -> success(signature);
            case "putWhoAmI" -> put(stub, List.of("who", signature));
            case "block" -> block();
            default -> ResponseUtils.newErrorResponse("no function " + stub.getFunction());
        };
    }

    private static Response put(ChaincodeStub stub, List<String> arguments) {
        stub.putStringState(arguments.get(0), arguments.get(1));
        return success(arguments.get(1));
    }

    private static Response delete(ChaincodeStub stub, List<String> arguments) {
        stub.delState(arguments.get(0));
        return success("");
    }

    private static Response increment(ChaincodeStub stub, List<String> arguments) {
        String before = stub.getStringState(arguments.get(0));
        String after = Integer.toString(before.isEmpty() ? 1 : Integer.parseInt(before) + 1);
        stub.putStringState(arguments.get(0), after);
        return success(after);
    }

    private static Response notify(ChaincodeStub stub, List<String> arguments) {
        stub.setEvent(arguments.get(0), arguments.get(1).getBytes(StandardCharsets.UTF_8));
        stub.putStringState(arguments.get(0), arguments.get(1));
        return success("");
    }

    private static Response putAll(ChaincodeStub stub, List<String> arguments) {
        int count = Integer.parseInt(arguments.get(1));
        for (int i = 0; i < count; i++) {
            stub.putStringState(arguments.get(0) + String.format("%05d", i), Integer.toString(i));
        }
        return success("");
    }

    private static Response range(ChaincodeStub stub, List<String> arguments) {
        StringBuilder keys = new StringBuilder();
        QueryResultsIterator<KeyValue> results = stub.getStateByRange(arguments.get(0), arguments.get(1));
        results.forEach(result -> keys.append(result.getKey()).append(' '));
        return success(keys.toString().trim());
    }

    private static Response page(ChaincodeStub stub, List<String> arguments) {
        StringBuilder keys = new StringBuilder();
        QueryResultsIteratorWithMetadata<KeyValue> results = stub.getStateByRangeWithPagination(
                arguments.get(0), arguments.get(1), Integer.parseInt(arguments.get(2)), arguments.get(3));
        results.forEach(result -> keys.append(result.getKey()).append(' '));
        return success(keys + "| " + results.getMetadata().getBookmark());
    }

    private static Response history(ChaincodeStub stub, List<String> arguments) {
        StringBuilder values = new StringBuilder();
        for (KeyModification change : stub.getHistoryForKey(arguments.get(0))) {
            values.append(change.isDeleted() ? "deleted" : change.getStringValue())
                    .append(' ');
        }
        return success(values.toString().trim());
    }

    private Response block() {
        try {
            release.await();
            return success("released");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ResponseUtils.newErrorResponse("interrupted");
        }
    }

    private static Response success(String payload) {
        return ResponseUtils.newSuccessResponse(payload.getBytes(StandardCharsets.UTF_8));
    }
}
