package org.evenhand.node.reporting;

import org.evenhand.core.model.Limits;

/**
 * Shares the room in an entry. What the owner hands in comes first, since it is refused for its size only if no entry
 * could hold it; then what runs; results get the rest, and what of them does not fit waits for the next entry.
 */
public final class EntryRoom {
    /** Running ranges that a report names. */
    public static final int RUNNING_RANGES_MAX = 400;

    /** Ranges of results that a report names, if there is room for so many. */
    static final int RESULT_RANGES_MAX = 500;

    /** Bytes of a range that runs, its identifiers as long as they may be. */
    private static final int RUNNING_BYTES_MAX = 230;

    /** Bytes of a range that has ended, its identifiers as long as they may be. */
    private static final int RESULT_BYTES_MAX = 320;

    /** Bytes of everything else: a request, a utilisation, the entry itself. */
    private static final int OTHER_BYTES_MAX = 4_096;

    private EntryRoom() {}

    /** How many ranges of results surely fit beside so many bytes of the owner's. */
    static int resultRanges(int ownersBytes) {
        int left = Limits.ENTRY_BYTES_MAX - OTHER_BYTES_MAX - RUNNING_RANGES_MAX * RUNNING_BYTES_MAX - ownersBytes;
        return Math.max(0, Math.min(RESULT_RANGES_MAX, left / RESULT_BYTES_MAX));
    }
}
