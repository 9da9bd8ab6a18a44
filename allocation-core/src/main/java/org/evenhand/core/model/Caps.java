package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * How much of everything; what is over a cap of a round waits for the next.
 *
 * @param entriesPerRound entries that one round takes
 * @param factsPerRound facts that one round decides, more or less: half of them to take entries, the rest to recover,
 *     move and place; an entry that was begun is taken whole
 * @param queuedRanges ranges that may wait in the pool; each member organisation has an even share, and submissions
 *     past it are rejected
 * @param rangesPerNode ranges that one node may have outstanding; it may end them in pieces, up to twice as many
 * @param movesPerRange how often relief may move a range
 * @param movesPerNodeAndRound ranges that relief takes from one node in one round
 * @param recoveriesPerRound ranges recovered in one round after a freeze has timed out
 * @param nodesPerOrganisation nodes that an organisation may have in the pool
 * @param streamsPerOrganisation streams, of nodes and clients together
 */
public record Caps(
        int entriesPerRound,
        int factsPerRound,
        int queuedRanges,
        int rangesPerNode,
        int movesPerRange,
        int movesPerNodeAndRound,
        int recoveriesPerRound,
        int nodesPerOrganisation,
        int streamsPerOrganisation) {
    public static final Caps DEFAULT = new Caps(256, 3_000, 3_000, 128, 5, 16, 16, 128, 256);

    /** The largest policy that may be adopted; what its rounds write is bounded besides. */
    private static final Caps MAX = new Caps(1_024, 6_000, 6_000, 256, 1_000, 256, 256, 256, 1_024);

    static Caps read(ObjectReader reader) throws MalformedException {
        return new Caps(
                cap(reader, "entriesPerRound", MAX.entriesPerRound, DEFAULT.entriesPerRound),
                cap(reader, "factsPerRound", MAX.factsPerRound, DEFAULT.factsPerRound),
                cap(reader, "queuedRanges", MAX.queuedRanges, DEFAULT.queuedRanges),
                cap(reader, "rangesPerNode", MAX.rangesPerNode, DEFAULT.rangesPerNode),
                cap(reader, "movesPerRange", MAX.movesPerRange, DEFAULT.movesPerRange),
                cap(reader, "movesPerNodeAndRound", MAX.movesPerNodeAndRound, DEFAULT.movesPerNodeAndRound),
                cap(reader, "recoveriesPerRound", MAX.recoveriesPerRound, DEFAULT.recoveriesPerRound),
                cap(reader, "nodesPerOrganisation", MAX.nodesPerOrganisation, DEFAULT.nodesPerOrganisation),
                cap(reader, "streamsPerOrganisation", MAX.streamsPerOrganisation, DEFAULT.streamsPerOrganisation));
    }

    private static int cap(ObjectReader reader, String name, int max, int absent) throws MalformedException {
        return (int) reader.number(name, 1, max, absent);
    }

    void write(Json.ObjectBuilder object) {
        object.put("entriesPerRound", entriesPerRound)
                .put("factsPerRound", factsPerRound)
                .put("queuedRanges", queuedRanges)
                .put("rangesPerNode", rangesPerNode)
                .put("movesPerRange", movesPerRange)
                .put("movesPerNodeAndRound", movesPerNodeAndRound)
                .put("recoveriesPerRound", recoveriesPerRound)
                .put("nodesPerOrganisation", nodesPerOrganisation)
                .put("streamsPerOrganisation", streamsPerOrganisation);
    }
}
