package org.evenhand.core.contract;

import java.util.Optional;
import org.evenhand.core.json.Bytes;

/** Reads the committed state of the ledger by key; every read becomes part of the transaction's read set. */
@FunctionalInterface
public interface StateReader {
    Optional<Bytes> get(String key);
}
