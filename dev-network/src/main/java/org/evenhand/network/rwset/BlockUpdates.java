package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;

/**
 * The last write to each key by the valid transactions of one block. Filled by one thread while the block is validated,
 * read-only afterwards.
 */
public final class BlockUpdates {
    private final NavigableMap<Location, NavigableMap<String, StateWrite>> byLocation = new TreeMap<>();

    /**
     * Adds what a valid transaction does.
     *
     * @param committed the state before the block.
     */
    public void add(ReadWriteSet transaction, Version version, CommittedValues committed) {
        transaction
                .operations()
                .forEach((location, operations) -> operations.forEach((key, operation) -> {
                    StateWrite earlier = at(location).get(key);
                    Optional<VersionedValue> before = earlier == null ? committed.get(location, key) : earlier.value();
                    operation.effect(before, version).ifPresent(write -> byLocation
                            .computeIfAbsent(location, unused -> new TreeMap<>(Utf8Order.INSTANCE))
                            .put(key, write));
                }));
    }

    /** Whether an earlier transaction of the block wrote this key. */
    public boolean touches(Location location, String key) {
        SortedMap<String, StateWrite> writes = byLocation.get(location);
        return writes != null && writes.containsKey(key);
    }

    /** The writes to one location, by key. */
    public NavigableMap<String, StateWrite> at(Location location) {
        NavigableMap<String, StateWrite> writes = byLocation.get(location);
        return writes == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(writes);
    }

    /** All writes, by location and key. */
    public SortedMap<Location, NavigableMap<String, StateWrite>> all() {
        return Collections.unmodifiableSortedMap(byLocation);
    }

    /**
     * The deterministic form that the commit hash covers: Fabric's message {@code Updates} of {@code KVWrite} with the
     * fields namespace 1, collection 2, key 3, isDelete 4, value 5, version 6. A namespace or collection is named in
     * its first entry alone.
     */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            String namespace = "";
            for (Map.Entry<Location, NavigableMap<String, StateWrite>> location : byLocation.entrySet()) {
                String toName = location.getKey().namespace().equals(namespace)
                        ? ""
                        : location.getKey().namespace();
                namespace = location.getKey().namespace();
                write(out, toName, location.getKey(), location.getValue());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(
            CodedOutputStream out, String namespace, Location location, SortedMap<String, StateWrite> writes)
            throws IOException {
        String namespaceOnce = namespace;
        String collectionOnce = location.collection();
        for (Map.Entry<String, StateWrite> entry : writes.entrySet()) {
            byte[] key =
                    entry.getKey().getBytes(location.isHashed() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            byte[] write = kvWrite(namespaceOnce, collectionOnce, key, entry.getValue());
            out.writeByteArray(1, write);
            namespaceOnce = "";
            collectionOnce = "";
        }
    }

    private static byte[] kvWrite(String namespace, String collection, byte[] key, StateWrite write)
            throws IOException {
        ByteString value = write.value().map(VersionedValue::value).orElse(ByteString.EMPTY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(key.length + value.size() + 64);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        if (!namespace.isEmpty()) {
            out.writeString(1, namespace);
        }
        if (!collection.isEmpty()) {
            out.writeString(2, collection);
        }
        if (key.length > 0) {
            out.writeByteArray(3, key);
        }
        if (write.deleted()) {
            out.writeBool(4, true);
        }
        if (!value.isEmpty()) {
            out.writeBytes(5, value);
        }
        out.writeBytes(6, versionBytes(write.version()));
        out.flush();
        return bytes.toByteArray();
    }

    private static ByteString versionBytes(Version version) {
        byte[] bytes = new byte[18];
        int end = appendNumber(bytes, appendNumber(bytes, 0, version.block()), version.transaction());
        return ByteString.copyFrom(bytes, 0, end);
    }

    /** One byte with the number of bytes that follow, then those of the number, big-endian, without leading zeros. */
    private static int appendNumber(byte[] bytes, int at, long number) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / Byte.SIZE;
        bytes[at] = (byte) size;
        for (int i = 0; i < size; i++) {
            bytes[at + 1 + i] = (byte) (number >>> (Byte.SIZE * (size - 1 - i)));
        }
        return at + 1 + size;
    }

    /** How to look up a key in the state before the block. */
    @FunctionalInterface
    public interface CommittedValues {
        /** The key's value; empty if there is none. */
        Optional<VersionedValue> get(Location location, String key);
    }
}
