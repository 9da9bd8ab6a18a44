package org.evenhand.core.contract;

import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import org.evenhand.core.json.Bytes;

/**
 * Reads the ledger for queries. Ranges and history never appear in a transaction that writes: in a round every entry
 * appended at the same time would be a phantom.
 */
public interface LedgerReader extends StateReader {
    /** The committed values of the keys in {@code [from, to)}, in key order. */
    SortedMap<String, Bytes> range(String from, String to);

    /** The values that a key has had, newest first. */
    Iterator<HistoricValue> history(String key);

    /**
     * A value that a key has had.
     *
     * @param transactionId the transaction that wrote it
     * @param value the value, none if the key was deleted
     */
    record HistoricValue(String transactionId, Optional<Bytes> value) {}
}
