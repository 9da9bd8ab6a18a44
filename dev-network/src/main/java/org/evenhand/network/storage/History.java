package org.evenhand.network.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.ledger.Version;

/**
 * Where each key was written: pointers into the blocks, which hold the values. Only valid public writes count. Eight
 * bytes a write, since it grows with the ledger.
 */
final class History {
    private static final int TRANSACTION_BITS = 24;

    private final Map<Key, Writes> byKey = new ConcurrentHashMap<>();

    void add(String namespace, String key, Version version) {
        byKey.computeIfAbsent(new Key(namespace, key), absent -> new Writes()).add(version);
    }

    /** The writes in blocks below that height, the newest first. */
    List<Version> writes(String namespace, String key, long height) {
        Writes writes = byKey.get(new Key(namespace, key));
        return writes == null ? new ArrayList<>() : writes.below(height);
    }

    private record Key(String namespace, String key) {}

    /** The writes of one key, the oldest first. */
    private static final class Writes {
        private long[] versions = new long[1];
        private int size;

        synchronized void add(Version version) {
            if (size == versions.length) {
                versions = Arrays.copyOf(versions, size + size / 2 + 1);
            }
            versions[size++] = (version.block() << TRANSACTION_BITS) | version.transaction();
        }

        synchronized List<Version> below(long height) {
            List<Version> found = new ArrayList<>(size);
            for (int i = size - 1; i >= 0; i--) {
                long block = versions[i] >>> TRANSACTION_BITS;
                if (block < height) {
                    found.add(new Version(block, versions[i] & ((1L << TRANSACTION_BITS) - 1)));
                }
            }
            return found;
        }
    }
}
