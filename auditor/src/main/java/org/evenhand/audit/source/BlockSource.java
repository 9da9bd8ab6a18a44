package org.evenhand.audit.source;

import java.util.OptionalLong;

/** A ledger's blocks, in ledger order. Every source can be opened more than once. */
public interface BlockSource {
    /** Returns where the blocks come from, for people. */
    String description();

    /**
     * Returns how many blocks there are, where the source knows without reading them all. It only feeds progress
     * displays: no verdict rests on it.
     */
    OptionalLong height();

    /**
     * Opens the blocks from the first to the last.
     *
     * @throws EvidenceException when the source cannot be read at all
     */
    BlockStream open() throws EvidenceException;
}
