package org.evenhand.chaincode;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.contract.LedgerReader;
import org.evenhand.core.json.Bytes;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;

/** Reads the ledger through the shim. */
final class StubLedger implements LedgerReader {
    private final ChaincodeStub stub;

    StubLedger(ChaincodeStub stub) {
        this.stub = stub;
    }

    @Override
    public Optional<Bytes> get(String key) {
        return present(stub.getState(key));
    }

    @Override
    public SortedMap<String, Bytes> range(String fromInclusive, String toExclusive) {
        TreeMap<String, Bytes> found = new TreeMap<>();
        try (QueryResultsIterator<KeyValue> results = stub.getStateByRange(fromInclusive, toExclusive)) {
            for (KeyValue result : results) {
                found.put(result.getKey(), Bytes.copyOf(result.getValue()));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the peer's range from " + fromInclusive + " broke off", e);
        }
        return found;
    }

    @Override
    public Iterator<HistoricValue> history(String key) {
        List<HistoricValue> found = new ArrayList<>();
        try (QueryResultsIterator<KeyModification> results = stub.getHistoryForKey(key)) {
            for (KeyModification result : results) {
                found.add(new HistoricValue(
                        result.getTxId(),
                        result.isDeleted() ? Optional.empty() : Optional.of(Bytes.copyOf(result.getValue()))));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the peer's history of " + key + " broke off", e);
        }
        return found.iterator();
    }

    /** Fabric does not tell an absent value from an empty one, and the contract never writes an empty one. */
    private static Optional<Bytes> present(byte[] value) {
        return value.length == 0 ? Optional.empty() : Optional.of(Bytes.copyOf(value));
    }
}
