package org.evenhand.network.validation;

import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.BlockUpdates;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.rwset.RangeReads;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.rwset.ReadWriteSet.CollectionSet;
import org.evenhand.network.rwset.ReadWriteSet.NamespaceSet;
import org.evenhand.network.rwset.StateWrite;
import org.evenhand.network.rwset.Utf8Order;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Whether what a transaction read is still so, given the state before its block and the block's valid transactions
 * before it: Fabric's multi-version concurrency control.
 */
final class ConflictCheck {
    private final CommittedState state;
    private final BlockUpdates updates;

    ConflictCheck(CommittedState state, BlockUpdates updates) {
        this.state = state;
        this.updates = updates;
    }

    /** {@code VALID}, {@code MVCC_READ_CONFLICT} or {@code PHANTOM_READ_CONFLICT}; the first conflict counts. */
    TxValidationCode check(ReadWriteSet transaction) {
        for (NamespaceSet namespace : transaction.namespaces()) {
            for (KVRead read : namespace.keys().getReadsList()) {
                if (stale(namespace.location(), read.getKey(), read.hasVersion(), read.getVersion())) {
                    return TxValidationCode.MVCC_READ_CONFLICT;
                }
            }
            for (RangeQueryInfo query : namespace.keys().getRangeQueriesInfoList()) {
                if (!unchanged(namespace.location(), query)) {
                    return TxValidationCode.PHANTOM_READ_CONFLICT;
                }
            }
            for (CollectionSet collection : namespace.collections()) {
                for (KVReadHash read : collection.keys().getHashedReadsList()) {
                    String key = ReadWriteSet.hashedKey(read.getKeyHash());
                    if (stale(collection.location(), key, read.hasVersion(), read.getVersion())) {
                        return TxValidationCode.MVCC_READ_CONFLICT;
                    }
                }
            }
        }
        return TxValidationCode.VALID;
    }

    /** A read without a version found no such key. */
    private boolean stale(
            Location location,
            String key,
            boolean found,
            org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version read) {
        if (updates.touches(location, key)) {
            return true;
        }
        Optional<VersionedValue> now = state.get(location, key);
        return now.isPresent() != found
                || (found && !read(key, now.get().version()).getVersion().equals(read));
    }

    private boolean unchanged(Location location, RangeQueryInfo query) {
        Iterator<KVRead> results = results(location, query);
        return query.hasReadsMerkleHashes()
                ? sameSummary(query.getReadsMerkleHashes(), results)
                : sameResults(query.getRawReads().getKvReadsList().iterator(), results);
    }

    private static boolean sameResults(Iterator<KVRead> seen, Iterator<KVRead> now) {
        while (seen.hasNext()) {
            KVRead expected = seen.next();
            if (!now.hasNext()) {
                return false;
            }
            KVRead actual = now.next();
            if (!actual.getKey().equals(expected.getKey())
                    || !actual.getVersion().equals(expected.getVersion())) {
                return false;
            }
        }
        return !now.hasNext();
    }

    private static boolean sameSummary(QueryReadsMerkleSummary seen, Iterator<KVRead> now) {
        if (seen.getMaxDegree() < 2) {
            return false; // No peer makes such a tree.
        }
        RangeReads reads = new RangeReads(seen.getMaxDegree());
        now.forEachRemaining(reads::add);
        return reads.summary().filter(seen::equals).isPresent();
    }

    /**
     * The query's results by now. If the query was not exhausted, its end is the last key that was seen, and belongs to
     * the results. A chaincode may ask for a range that ends before it starts: it is empty.
     */
    private Iterator<KVRead> results(Location location, RangeQueryInfo query) {
        String start = query.getStartKey();
        String end = query.getItrExhausted() || query.getEndKey().isEmpty()
                ? query.getEndKey()
                : query.getEndKey() + Character.MIN_VALUE;
        if (!end.isEmpty() && Utf8Order.INSTANCE.compare(start, end) >= 0) {
            return Collections.emptyIterator();
        }
        NavigableMap<String, StateWrite> changed = updates.at(location);
        changed = changed.isEmpty() ? changed : changed.tailMap(start, true);
        changed = changed.isEmpty() || end.isEmpty() ? changed : changed.headMap(end, false);
        return new MergedReads(state.range(location, start, end), changed);
    }

    static KVRead read(KeyedValue value) {
        return read(value.key(), value.version());
    }

    static KVRead read(String key, Version version) {
        return KVRead.newBuilder()
                .setKey(key)
                .setVersion(org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version.newBuilder()
                        .setBlockNum(version.block())
                        .setTxNum(version.transaction()))
                .build();
    }
}
