package org.evenhand.audit.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.KeyOrder;
import org.evenhand.audit.state.KeySpace;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** Whether a range read would see the same keys in the same versions again. */
final class RangeQueryCheck {
    private RangeQueryCheck() {}

    static boolean isUnchanged(KeySpace space, RangeQueryInfo query, BlockUpdates updates) {
        List<KVRead> now = results(space, query, updates);
        if (query.getReadsInfoCase() != RangeQueryInfo.ReadsInfoCase.READS_MERKLE_HASHES) {
            return now.equals(query.getRawReads().getKvReadsList());
        }
        QueryReadsMerkleSummary expected = query.getReadsMerkleHashes();
        return MerkleSummary.of(now, expected.getMaxDegree())
                .filter(expected::equals)
                .isPresent();
    }

    private static List<KVRead> results(KeySpace space, RangeQueryInfo query, BlockUpdates updates) {
        // A reader that stopped early names the last key it saw as the end, and that key then counts.
        boolean inclusive = !query.getItrExhausted();
        NavigableMap<String, org.evenhand.audit.state.Version> versions = new TreeMap<>(KeyOrder.BYTES);
        range(updates.before().keys(space), query, inclusive)
                .forEach((key, value) -> versions.put(key, value.version()));
        range(updates.updates(space), query, inclusive).forEach((key, update) -> {
            if (update.value() == null) {
                versions.remove(key);
            } else {
                versions.put(key, update.version());
            }
        });
        List<KVRead> reads = new ArrayList<>();
        versions.forEach((key, version) -> reads.add(KVRead.newBuilder()
                .setKey(key)
                .setVersion(Version.newBuilder().setBlockNum(version.block()).setTxNum(version.transaction()))
                .build()));
        return reads;
    }

    private static <T> SortedMap<String, T> range(
            NavigableMap<String, T> keys, RangeQueryInfo query, boolean inclusive) {
        NavigableMap<String, T> tail = keys.tailMap(query.getStartKey(), true);
        if (query.getEndKey().isEmpty()) {
            return tail;
        }
        boolean ordered = KeyOrder.BYTES.compare(query.getStartKey(), query.getEndKey()) <= 0;
        return ordered ? tail.headMap(query.getEndKey(), inclusive) : new TreeMap<>();
    }
}
