package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.evenhand.network.block.BlockHashes;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;

/**
 * What a range query saw, in the form that goes into a read-write set. Up to {@code maxDegree} results are listed as
 * they are. More are summed up by a Merkle tree: each {@code maxDegree + 1} results make a leaf, each {@code maxDegree
 * + 1} nodes of a level make one of the next, and the nodes of the highest level are the summary. Not safe for use by
 * several threads.
 */
public final class RangeReads {
    /** The degree that every Fabric peer uses. */
    public static final int MAX_DEGREE = 50;

    private final int maxDegree;
    private List<KVRead> pending = new ArrayList<>();
    /** Nodes by level; the leaves are level 1, at index 0. */
    private final List<List<ByteString>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    /**
     * Starts with nothing read.
     *
     * @param maxDegree at least 2.
     */
    public RangeReads(int maxDegree) {
        if (maxDegree < 2) {
            throw new IllegalArgumentException("a Merkle summary needs a degree of at least 2, not " + maxDegree);
        }
        this.maxDegree = maxDegree;
    }

    /** Adds the next result. */
    public void add(KVRead read) {
        pending.add(read);
        if (pending.size() > maxDegree) {
            addLeaf();
        }
    }

    /** The results as they are; only of use when there is no {@link #summary}. */
    public List<KVRead> results() {
        return List.copyOf(pending);
    }

    /** The summary of all results; empty if they are few enough to be listed. Nothing may be added afterwards. */
    public Optional<QueryReadsMerkleSummary> summary() {
        if (levels.size() == 1 && levels.get(0).isEmpty()) {
            return Optional.empty();
        }
        if (!pending.isEmpty()) {
            addLeaf();
        }
        lift();
        return Optional.of(QueryReadsMerkleSummary.newBuilder()
                .setMaxDegree(maxDegree)
                .setMaxLevel(levels.size())
                .addAllMaxLevelHashes(levels.get(levels.size() - 1))
                .build());
    }

    private void addLeaf() {
        byte[] reads = QueryReads.newBuilder().addAllKvReads(pending).build().toByteArray();
        pending = new ArrayList<>();
        levels.get(0).add(ByteString.copyFrom(BlockHashes.sha256().digest(reads)));
        for (int level = 0; levels.get(level).size() > maxDegree; level++) {
            moveUp(level, combined(levels.get(level)));
        }
    }

    /** Brings what is left on the lower levels up to the highest, and that to one node if it has become too wide. */
    private void lift() {
        for (int level = 0; level < levels.size() - 1; level++) {
            List<ByteString> nodes = levels.get(level);
            if (!nodes.isEmpty()) {
                moveUp(level, nodes.size() == 1 ? nodes.get(0) : combined(nodes));
            }
        }
        int top = levels.size() - 1;
        if (levels.get(top).size() > maxDegree) {
            moveUp(top, combined(levels.get(top)));
        }
    }

    private void moveUp(int level, ByteString node) {
        levels.get(level).clear();
        if (level + 1 == levels.size()) {
            levels.add(new ArrayList<>());
        }
        levels.get(level + 1).add(node);
    }

    private static ByteString combined(List<ByteString> nodes) {
        return ByteString.copyFrom(
                BlockHashes.sha256().digest(ByteString.copyFrom(nodes).toByteArray()));
    }
}
