package org.evenhand.network.testing;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.network.ledger.VersionedValue;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** Builds read-write sets by hand, so that tests can say things that no peer would. */
public final class ReadsAndWrites {
    private final Map<String, KVRWSet.Builder> namespaces = new TreeMap<>();

    public static ReadsAndWrites none() {
        return new ReadsAndWrites();
    }

    public static ReadsAndWrites put(String key, String value) {
        return none().write(key, value);
    }

    public ReadsAndWrites write(String key, String value) {
        return writeIn(TestChannel.CHAINCODE, key, value);
    }

    public ReadsAndWrites writeIn(String namespace, String key, String value) {
        in(namespace).addWrites(KVWrite.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8(value)));
        return this;
    }

    public ReadsAndWrites delete(String key) {
        in(TestChannel.CHAINCODE).addWrites(KVWrite.newBuilder().setKey(key).setIsDelete(true));
        return this;
    }

    public ReadsAndWrites writeMetadata(String key) {
        in(TestChannel.CHAINCODE).addMetadataWrites(KVMetadataWrite.newBuilder().setKey(key));
        return this;
    }

    public ReadsAndWrites readAbsent(String key) {
        in(TestChannel.CHAINCODE).addReads(KVRead.newBuilder().setKey(key));
        return this;
    }

    public ReadsAndWrites read(String key, long block, long transaction) {
        in(TestChannel.CHAINCODE).addReads(kvRead(key, block, transaction));
        return this;
    }

    public ReadsAndWrites read(String key, Optional<VersionedValue> value) {
        return value.map(present ->
                        read(key, present.version().block(), present.version().transaction()))
                .orElseGet(() -> readAbsent(key));
    }

    public ReadsAndWrites range(RangeQueryInfo query) {
        in(TestChannel.CHAINCODE).addRangeQueriesInfo(query);
        return this;
    }

    public static KVRead kvRead(String key, long block, long transaction) {
        return KVRead.newBuilder()
                .setKey(key)
                .setVersion(Version.newBuilder().setBlockNum(block).setTxNum(transaction))
                .build();
    }

    public TxReadWriteSet build() {
        TxReadWriteSet.Builder set = TxReadWriteSet.newBuilder().setDataModel(TxReadWriteSet.DataModel.KV);
        namespaces.forEach((namespace, keys) -> set.addNsRwset(NsReadWriteSet.newBuilder()
                .setNamespace(namespace)
                .setRwset(keys.build().toByteString())));
        return set.build();
    }

    private KVRWSet.Builder in(String namespace) {
        return namespaces.computeIfAbsent(namespace, unused -> KVRWSet.newBuilder());
    }
}
