package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.rwset.RangeReads;
import org.hyperledger.fabric.protos.ledger.queryresult.KV;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;

/**
 * A range query under way. It notes every result it hands out, and how far it came: the end of the range when it ran
 * out of results, and otherwise the last key it returned, because its reader may never ask for the next.
 */
final class RangeScan implements ResultCursor {
    private final String namespace;
    private final String requestedEnd;
    private final Iterator<KeyedValue> entries;
    private final int limit;
    private final RangeQueryInfo.Builder info;
    private final RangeReads reads = new RangeReads(RangeReads.MAX_DEGREE);
    private int returned;

    /**
     * Starts before the first entry.
     *
     * @param limit the most results; 0 for no limit.
     */
    RangeScan(String namespace, String start, String end, Iterator<KeyedValue> entries, int limit) {
        this.namespace = namespace;
        this.requestedEnd = end;
        this.entries = entries;
        this.limit = limit;
        this.info = RangeQueryInfo.newBuilder().setStartKey(start);
    }

    String namespace() {
        return namespace;
    }

    @Override
    public Optional<ByteString> next() {
        if ((limit > 0 && returned >= limit) || !entries.hasNext()) {
            info.setItrExhausted(true).setEndKey(requestedEnd);
            return Optional.empty();
        }
        KeyedValue entry = entries.next();
        returned++;
        reads.add(read(entry.key(), entry.version()));
        info.setEndKey(entry.key());
        return Optional.of(KV.newBuilder()
                .setNamespace(namespace)
                .setKey(entry.key())
                .setValue(entry.value())
                .build()
                .toByteString());
    }

    @Override
    public String bookmark() {
        return entries.hasNext() ? entries.next().key() : "";
    }

    /** The query as it goes into the read-write set. */
    RangeQueryInfo description() {
        reads.summary().ifPresentOrElse(info::setReadsMerkleHashes, this::listReads);
        return info.build();
    }

    /** No reads at all are left out, not an empty list: the bytes must be a Fabric peer's. */
    private void listReads() {
        List<KVRead> results = reads.results();
        if (!results.isEmpty()) {
            info.setRawReads(QueryReads.newBuilder().addAllKvReads(results));
        }
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
