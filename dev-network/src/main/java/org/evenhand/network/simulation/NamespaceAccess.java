package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.rwset.Utf8Order;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.jspecify.annotations.Nullable;

/** The reads, writes and range queries of one namespace: keys sorted, queries in the order in which they were made. */
final class NamespaceAccess {
    private final Map<String, KVRead> reads = new TreeMap<>(Utf8Order.INSTANCE);
    private final Map<String, KVWrite> writes = new TreeMap<>(Utf8Order.INSTANCE);

    void read(String key, @Nullable Version version) {
        reads.put(key, version == null ? KVRead.newBuilder().setKey(key).build() : RangeScan.read(key, version));
    }

    /** An empty value is a deletion, for Fabric as for its databases. */
    void write(String key, ByteString value) {
        writes.put(
                key,
                KVWrite.newBuilder()
                        .setKey(key)
                        .setIsDelete(value.isEmpty())
                        .setValue(value)
                        .build());
    }

    NsReadWriteSet describe(String namespace, Collection<RangeQueryInfo> queries) {
        KVRWSet set = KVRWSet.newBuilder()
                .addAllReads(reads.values())
                .addAllRangeQueriesInfo(distinct(queries))
                .addAllWrites(writes.values())
                .build();
        return NsReadWriteSet.newBuilder()
                .setNamespace(namespace)
                .setRwset(set.toByteString())
                .build();
    }

    /** Of several queries over the same range the first stands, as in Fabric's builder. */
    private static Collection<RangeQueryInfo> distinct(Collection<RangeQueryInfo> queries) {
        Map<Span, RangeQueryInfo> kept = new LinkedHashMap<>();
        for (RangeQueryInfo query : queries) {
            kept.putIfAbsent(new Span(query.getStartKey(), query.getEndKey(), query.getItrExhausted()), query);
        }
        return kept.values();
    }

    private record Span(String start, String end, boolean exhausted) {}
}
