package org.evenhand.audit.state;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.identity.Sha256;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.jspecify.annotations.Nullable;

/** What the valid transactions of one block have written so far, over the state before the block. */
public final class BlockUpdates implements StateView {
    private static final ByteString HASH_OF_NOTHING = ByteString.copyFrom(Sha256.of(new byte[0]));

    /** The last write of a key in this block; without a value the key was deleted. */
    public record Update(@Nullable ByteString value, Map<String, ByteString> metadata, Version version) {}

    private final WorldState before;
    private final SortedMap<KeySpace, NavigableMap<String, Update>> spaces = new TreeMap<>();

    public BlockUpdates(WorldState before) {
        this.before = before;
    }

    /** Returns the updates by key space, all in the order of the database. */
    public SortedMap<KeySpace, NavigableMap<String, Update>> spaces() {
        return Collections.unmodifiableSortedMap(spaces);
    }

    /** Returns the updates of one key space. */
    public NavigableMap<String, Update> updates(KeySpace space) {
        NavigableMap<String, Update> updates = spaces.get(space);
        return updates == null ? Collections.emptyNavigableMap() : updates;
    }

    /** Returns the state as it was before the block. */
    public WorldState before() {
        return before;
    }

    @Override
    public Optional<VersionedValue> get(String namespace, String key) {
        return latest(KeySpace.open(namespace), key);
    }

    private Optional<VersionedValue> latest(KeySpace space, String key) {
        Update update = updates(space).get(key);
        if (update == null) {
            return before.get(space, key);
        }
        return update.value() == null
                ? Optional.empty()
                : Optional.of(new VersionedValue(update.value(), update.metadata(), update.version()));
    }

    /** Adds the write set of a valid transaction. */
    public void apply(ReadWriteSet readWriteSet, Version version) {
        Map<KeySpace, Map<String, KeyOperation>> operations = new HashMap<>();
        for (ReadWriteSet.Namespace namespace : readWriteSet.namespaces()) {
            collectPublic(namespace, operations);
            collectPrivate(namespace, operations);
        }
        operations.forEach((space, keys) -> keys.forEach((key, operation) -> merge(space, key, operation, version)));
    }

    private static void collectPublic(
            ReadWriteSet.Namespace namespace, Map<KeySpace, Map<String, KeyOperation>> operations) {
        KeySpace space = KeySpace.open(namespace.name());
        for (KVWrite write : namespace.open().getWritesList()) {
            KeyOperation operation = operation(operations, space, write.getKey());
            if (write.getIsDelete() || write.getValue().isEmpty()) {
                operation.delete();
            } else {
                operation.upsert(write.getValue());
            }
        }
        for (KVMetadataWrite write : namespace.open().getMetadataWritesList()) {
            operation(operations, space, write.getKey()).writeMetadata(entries(write.getEntriesList()));
        }
    }

    private static void collectPrivate(
            ReadWriteSet.Namespace namespace, Map<KeySpace, Map<String, KeyOperation>> operations) {
        for (ReadWriteSet.Collection collection : namespace.collections()) {
            KeySpace space = new KeySpace(namespace.name(), collection.name());
            for (KVWriteHash write : collection.hashed().getHashedWritesList()) {
                KeyOperation operation = operation(operations, space, privateKey(write.getKeyHash()));
                ByteString value = write.getValueHash();
                if (write.getIsDelete() || value.isEmpty() || value.equals(HASH_OF_NOTHING)) {
                    operation.delete();
                } else {
                    operation.upsert(value);
                }
            }
            for (KVMetadataWriteHash write : collection.hashed().getMetadataWritesList()) {
                operation(operations, space, privateKey(write.getKeyHash()))
                        .writeMetadata(entries(write.getEntriesList()));
            }
        }
    }

    /** Returns the key under which a private key's hash is kept; one character stands for one byte. */
    public static String privateKey(ByteString hash) {
        return hash.toString(StandardCharsets.ISO_8859_1);
    }

    private static KeyOperation operation(
            Map<KeySpace, Map<String, KeyOperation>> operations, KeySpace space, String key) {
        return operations
                .computeIfAbsent(space, ignored -> new LinkedHashMap<>())
                .computeIfAbsent(key, ignored -> new KeyOperation());
    }

    private static Map<String, ByteString> entries(Iterable<KVMetadataEntry> entries) {
        Map<String, ByteString> metadata = new TreeMap<>();
        entries.forEach(entry -> metadata.put(entry.getName(), entry.getValue()));
        return metadata;
    }

    private void merge(KeySpace space, String key, KeyOperation operation, Version version) {
        operation.merge(latest(space, key), version).ifPresent(update -> put(space, key, update));
    }

    private void put(KeySpace space, String key, Update update) {
        spaces.computeIfAbsent(space, ignored -> new TreeMap<>(KeyOrder.BYTES)).put(key, update);
    }
}
