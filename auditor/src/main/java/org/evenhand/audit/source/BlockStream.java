package org.evenhand.audit.source;

import java.util.Optional;

/** One pass over a ledger. Not safe for use by several threads. */
public interface BlockStream extends AutoCloseable {
    /**
     * Returns the next block, or nothing after the last.
     *
     * @throws EvidenceException when the source ends in the middle of a block or fails
     */
    Optional<StoredBlock> next() throws EvidenceException;

    @Override
    void close();
}
