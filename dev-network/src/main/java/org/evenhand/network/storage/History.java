package org.evenhand.network.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.ledger.Version;
import org.jspecify.annotations.Nullable;

/** Where each key was written: pointers into the blocks, which hold the values. Only valid public writes count. */
final class History {
    private final Map<Key, Write> newest = new ConcurrentHashMap<>();

    void add(String namespace, String key, Version version) {
        newest.compute(new Key(namespace, key), (unused, older) -> new Write(version, older));
    }

    /** The writes in blocks below that height, the newest first. */
    List<Version> writes(String namespace, String key, long height) {
        List<Version> versions = new ArrayList<>();
        for (Write write = newest.get(new Key(namespace, key)); write != null; write = write.older) {
            if (write.version.block() < height) {
                versions.add(write.version);
            }
        }
        return versions;
    }

    private record Key(String namespace, String key) {}

    private record Write(Version version, @Nullable Write older) {}
}
