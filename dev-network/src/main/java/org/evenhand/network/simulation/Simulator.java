package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.Utf8Order;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;

/**
 * Runs one transaction against one state without changing it, and notes what it read, at which versions, and what it
 * would write. A transaction does not see its own writes: like Fabric's, it reads the committed state alone.
 *
 * <p>For one thread at a time: a chaincode asks one thing after the other.
 */
public final class Simulator {
    private final StateReader state;
    private final String txId;
    private final Map<String, NamespaceAccess> namespaces = new TreeMap<>(Utf8Order.INSTANCE);
    private final List<RangeScan> scans = new ArrayList<>();
    private boolean hasWritten;
    private boolean hasPaged;

    /** Simulates on this state. */
    public Simulator(StateReader state, String txId) {
        this.state = state;
        this.txId = txId;
    }

    /** The committed value; empty when there is none. */
    public ByteString get(String namespace, String key) {
        Optional<VersionedValue> found = state.get(namespace, key);
        access(namespace).read(key, found.map(VersionedValue::version).orElse(null));
        return found.map(VersionedValue::value).orElse(ByteString.EMPTY);
    }

    /**
     * Notes a write; an empty value deletes.
     *
     * @throws SimulationException after a paginated query, whose results no validator could check.
     */
    public void put(String namespace, String key, ByteString value) throws SimulationException {
        if (hasPaged) {
            throw new SimulationException("txid [" + txId + "]: unsupported transaction. Transaction has already"
                    + " performed a paginated query. Writes are not allowed");
        }
        hasWritten = true;
        access(namespace).write(key, value);
    }

    /** Starts a query over the keys from {@code start} up to, not including, {@code end}; empty means no bound. */
    public ResultCursor range(String namespace, String start, String end) {
        return scan(namespace, start, end, 0);
    }

    /**
     * Starts a query for one page.
     *
     * @param pageSize the most results; 0 for no limit.
     * @throws SimulationException if the transaction has written before.
     */
    public ResultCursor page(String namespace, String start, String end, int pageSize) throws SimulationException {
        if (pageSize < 0) {
            throw new SimulationException("page size must not be negative: " + pageSize);
        }
        if (hasWritten) {
            throw new SimulationException("txid [" + txId + "]: unsupported transaction. Paginated queries are"
                    + " supported only in a read-only transaction");
        }
        hasPaged = true;
        return scan(namespace, start, end, pageSize);
    }

    /** The valid writes of a key, the newest first. Leaves no trace in the read-write set. */
    public ResultCursor history(String namespace, String key) {
        return new HistoryScan(state.history(namespace, key));
    }

    /** The marshalled {@code TxReadWriteSet}. To be called once, at the end. */
    public ByteString results() {
        TxReadWriteSet.Builder set = TxReadWriteSet.newBuilder().setDataModel(TxReadWriteSet.DataModel.KV);
        namespaces.forEach((namespace, access) -> set.addNsRwset(access.describe(
                namespace,
                scans.stream()
                        .filter(scan -> scan.namespace().equals(namespace))
                        .map(RangeScan::description)
                        .toList())));
        return set.build().toByteString();
    }

    private RangeScan scan(String namespace, String start, String end, int limit) {
        access(namespace);
        RangeScan scan = new RangeScan(namespace, start, end, state.range(namespace, start, end), limit);
        scans.add(scan);
        return scan;
    }

    private NamespaceAccess access(String namespace) {
        return namespaces.computeIfAbsent(namespace, ns -> new NamespaceAccess());
    }
}
