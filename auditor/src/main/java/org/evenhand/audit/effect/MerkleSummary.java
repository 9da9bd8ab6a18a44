package org.evenhand.audit.effect;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.audit.identity.Sha256;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;

/**
 * The summary that Fabric keeps of a long range read instead of its results: a tree of hashes that grows while results
 * come in. A level that has more than {@code maxDegree} hashes is folded into one hash of the level above.
 */
final class MerkleSummary {
    private static final int LEAVES = 1;
    private static final int DEGREE_MIN = 2;

    private final int maxDegree;
    private final TreeMap<Integer, List<ByteString>> levels = new TreeMap<>();
    private int maxLevel = LEAVES;

    private MerkleSummary(int maxDegree) {
        this.maxDegree = maxDegree;
    }

    /** Returns the summary of the results; none when there are too few to be summarised. */
    static Optional<QueryReadsMerkleSummary> of(List<KVRead> results, int maxDegree) {
        if (maxDegree < DEGREE_MIN || results.size() <= maxDegree) {
            return Optional.empty();
        }
        MerkleSummary tree = new MerkleSummary(maxDegree);
        int leaf = maxDegree + 1;
        for (int start = 0; start < results.size(); start += leaf) {
            List<KVRead> pending = results.subList(start, Math.min(start + leaf, results.size()));
            tree.add(hash(QueryReads.newBuilder().addAllKvReads(pending).build().toByteString()));
        }
        tree.complete();
        return Optional.of(QueryReadsMerkleSummary.newBuilder()
                .setMaxDegree(maxDegree)
                .setMaxLevel(tree.maxLevel)
                .addAllMaxLevelHashes(tree.level(tree.maxLevel))
                .build());
    }

    private void add(ByteString hash) {
        int current = LEAVES;
        level(current).add(hash);
        while (level(current).size() > maxDegree) {
            raise(current);
            current++;
            maxLevel = Math.max(maxLevel, current);
        }
    }

    private void complete() {
        for (int current = LEAVES; current < maxLevel; current++) {
            List<ByteString> hashes = level(current);
            if (hashes.size() == 1) {
                level(current + 1).add(hashes.get(0));
                hashes.clear();
            } else if (hashes.size() > 1) {
                raise(current);
            }
        }
        if (level(maxLevel).size() > maxDegree) {
            raise(maxLevel);
            maxLevel++;
        }
    }

    private void raise(int current) {
        ByteString combined = hash(ByteString.copyFrom(level(current)));
        level(current).clear();
        level(current + 1).add(combined);
    }

    private List<ByteString> level(int number) {
        return levels.computeIfAbsent(number, ignored -> new ArrayList<>());
    }

    private static ByteString hash(ByteString bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }
}
