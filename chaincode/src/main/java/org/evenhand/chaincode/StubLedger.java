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

/** Reads the ledger through the shim, for one transaction. */
final class StubLedger implements LedgerReader, AutoCloseable {
    private final ChaincodeStub stub;
    private final List<QueryResultsIterator<KeyModification>> open = new ArrayList<>();

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

    /**
     * {@inheritDoc}
     *
     * <p>Fabric's peers go from the newest value to the oldest, and send them in batches as they are asked for: who
     * finds what it wants early costs the peer one batch of blocks to read, and not all that a key was ever written in.
     */
    @Override
    public Iterator<HistoricValue> history(String key) {
        QueryResultsIterator<KeyModification> results = stub.getHistoryForKey(key);
        open.add(results);
        Iterator<KeyModification> values = results.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public HistoricValue next() {
                KeyModification value = values.next();
                return new HistoricValue(
                        value.getTxId(),
                        value.isDeleted() ? Optional.empty() : Optional.of(Bytes.copyOf(value.getValue())));
            }
        };
    }

    /** Tells the peer that nobody will ask for the rest of the histories. */
    @Override
    public void close() {
        for (QueryResultsIterator<KeyModification> results : open) {
            try {
                results.close();
            } catch (Exception e) {
                throw new IllegalStateException("the peer did not end a history", e);
            }
        }
    }

    /** Fabric does not tell an absent value from an empty one, and the contract never writes an empty one. */
    private static Optional<Bytes> present(byte[] value) {
        return value.length == 0 ? Optional.empty() : Optional.of(Bytes.copyOf(value));
    }
}
