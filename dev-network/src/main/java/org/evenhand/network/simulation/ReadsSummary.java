package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;

/**
 * What a range query read, kept short. Up to {@value #MAX_DEGREE} reads stand as they are. Beyond that they become the leaves of
 * a Merkle tree that is folded as it grows, and only its highest level is kept: bytes as Fabric's {@code rwsetutil} makes them,
 * since every validator rebuilds the same tree from its own state.
 *
 * <p>A node hashes {@code MAX_DEGREE + 1} children (so 51 reads make the first leaf); what is left at the end of a level makes a
 * smaller node, and a node that is alone on its level moves up unhashed.
 */
final class ReadsSummary {
    static final int MAX_DEGREE = 50;

    private final List<List<ByteString>> levels = new ArrayList<>();
    private QueryReads.Builder pending = QueryReads.newBuilder();

    /** Adds the next read, in the order in which the query returned them. */
    void add(KVRead read) {
        pending.addKvReads(read);
        if (pending.getKvReadsCount() > MAX_DEGREE) {
            foldPending();
        }
    }

    /** Writes the reads, or their summary, into the query's description. Nothing may be added afterwards. */
    void writeTo(RangeQueryInfo.Builder query) {
        if (levels.isEmpty()) {
            if (pending.getKvReadsCount() > 0) {
                query.setRawReads(pending);
            }
            return;
        }
        if (pending.getKvReadsCount() > 0) {
            foldPending();
        }
        query.setReadsMerkleHashes(close());
    }

    private void foldPending() {
        push(0, sha256(pending.build().toByteString()));
        pending = QueryReads.newBuilder();
    }

    private void push(int level, ByteString hash) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<ByteString> nodes = levels.get(level);
        nodes.add(hash);
        if (nodes.size() > MAX_DEGREE) {
            ByteString parent = combined(nodes);
            nodes.clear();
            push(level + 1, parent);
        }
    }

    private QueryReadsMerkleSummary close() {
        int top = levels.size() - 1;
        for (int level = 0; level < top; level++) {
            List<ByteString> nodes = levels.get(level);
            if (!nodes.isEmpty()) {
                levels.get(level + 1).add(nodes.size() == 1 ? nodes.get(0) : combined(nodes));
                nodes.clear();
            }
        }
        List<ByteString> highest = levels.get(top);
        if (highest.size() > MAX_DEGREE) {
            highest = List.of(combined(highest));
            top++;
        }
        return QueryReadsMerkleSummary.newBuilder()
                .setMaxDegree(MAX_DEGREE)
                .setMaxLevel(top + 1)
                .addAllMaxLevelHashes(highest)
                .build();
    }

    private static ByteString combined(List<ByteString> hashes) {
        return sha256(ByteString.copyFrom(hashes));
    }

    private static ByteString sha256(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asReadOnlyByteBuffer());
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
