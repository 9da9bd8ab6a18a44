package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.evenhand.network.block.BlockHashes;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;

/**
 * What one transaction read and wrote, with the nested messages parsed.
 *
 * @param namespaces one entry per chaincode, in the transaction's order.
 */
public record ReadWriteSet(List<NamespaceSet> namespaces) {
    private static final ByteString HASH_OF_NOTHING =
            ByteString.copyFrom(BlockHashes.sha256().digest());

    /** Copies the list. */
    public ReadWriteSet {
        namespaces = List.copyOf(namespaces);
    }

    /**
     * Parses a marshalled {@code TxReadWriteSet} to the bottom.
     *
     * @throws InvalidProtocolBufferException if any part is malformed.
     */
    public static ReadWriteSet parse(ByteString marshalled) throws InvalidProtocolBufferException {
        List<NamespaceSet> namespaces = new ArrayList<>();
        for (NsReadWriteSet namespace : TxReadWriteSet.parseFrom(marshalled).getNsRwsetList()) {
            List<CollectionSet> collections = new ArrayList<>();
            for (CollectionHashedReadWriteSet collection : namespace.getCollectionHashedRwsetList()) {
                collections.add(new CollectionSet(
                        new Location(namespace.getNamespace(), collection.getCollectionName()),
                        HashedRWSet.parseFrom(collection.getHashedRwset())));
            }
            namespaces.add(new NamespaceSet(
                    Location.publicState(namespace.getNamespace()),
                    KVRWSet.parseFrom(namespace.getRwset()),
                    collections));
        }
        return new ReadWriteSet(namespaces);
    }

    /** All writes of values, public and hashed. */
    public List<Write> writes() {
        List<Write> writes = new ArrayList<>();
        for (NamespaceSet namespace : namespaces) {
            for (KVWrite write : namespace.keys().getWritesList()) {
                boolean deleted = write.getIsDelete() || write.getValue().isEmpty();
                writes.add(Write.of(namespace.location(), write.getKey(), write.getValue(), deleted));
            }
            for (CollectionSet collection : namespace.collections()) {
                for (KVWriteHash write : collection.keys().getHashedWritesList()) {
                    boolean deleted = write.getIsDelete()
                            || write.getValueHash().isEmpty()
                            || write.getValueHash().equals(HASH_OF_NOTHING);
                    writes.add(Write.of(
                            collection.location(), hashedKey(write.getKeyHash()), write.getValueHash(), deleted));
                }
            }
        }
        return writes;
    }

    /** What it does to each key, by location: writes and changes of metadata together. */
    Map<Location, Map<String, KeyOperation>> operations() {
        Map<Location, Map<String, KeyOperation>> operations = new TreeMap<>();
        for (Write write : writes()) {
            KeyOperation operation = operation(operations, write.location(), write.key());
            if (write.deleted()) {
                operation.delete();
            } else {
                operation.put(write.value());
            }
        }
        for (NamespaceSet namespace : namespaces) {
            for (KVMetadataWrite write : namespace.keys().getMetadataWritesList()) {
                operation(operations, namespace.location(), write.getKey()).setMetadata(stored(write.getEntriesList()));
            }
            for (CollectionSet collection : namespace.collections()) {
                for (KVMetadataWriteHash write : collection.keys().getMetadataWritesList()) {
                    operation(operations, collection.location(), hashedKey(write.getKeyHash()))
                            .setMetadata(stored(write.getEntriesList()));
                }
            }
        }
        return operations;
    }

    private static KeyOperation operation(
            Map<Location, Map<String, KeyOperation>> operations, Location location, String key) {
        return operations
                .computeIfAbsent(location, unused -> new HashMap<>())
                .computeIfAbsent(key, unused -> new KeyOperation());
    }

    /** Metadata as the state keeps it. */
    private static ByteString stored(List<KVMetadataEntry> entries) {
        return KVMetadataWrite.newBuilder().addAllEntries(entries).build().toByteString();
    }

    /** The form in which the hash of a private key is a key of the state: one character per byte. */
    public static String hashedKey(ByteString keyHash) {
        return keyHash.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * One chaincode's part.
     *
     * @param location its public state.
     * @param keys the public reads, range queries and writes.
     * @param collections the hashed part of each private data collection.
     */
    public record NamespaceSet(Location location, KVRWSet keys, List<CollectionSet> collections) {
        /** Copies the list. */
        public NamespaceSet {
            collections = List.copyOf(collections);
        }

        /** Whether anything of this chaincode is written. */
        public boolean writes() {
            return keys.getWritesCount() > 0
                    || keys.getMetadataWritesCount() > 0
                    || collections.stream().anyMatch(CollectionSet::writes);
        }
    }

    /**
     * The hashes that a transaction reads and writes in one private data collection.
     *
     * @param location the collection.
     * @param keys its hashed reads and writes.
     */
    public record CollectionSet(Location location, HashedRWSet keys) {
        /** Whether anything in this collection is written. */
        public boolean writes() {
            return keys.getHashedWritesCount() > 0 || keys.getMetadataWritesCount() > 0;
        }
    }

    /**
     * One write.
     *
     * @param location where the key lives.
     * @param key the key.
     * @param value its new value; empty for a deletion.
     * @param deleted whether the key disappears; Fabric takes an empty value for a deletion, too.
     */
    public record Write(Location location, String key, ByteString value, boolean deleted) {
        static Write of(Location location, String key, ByteString value, boolean deleted) {
            return new Write(location, key, deleted ? ByteString.EMPTY : value, deleted);
        }
    }
}
