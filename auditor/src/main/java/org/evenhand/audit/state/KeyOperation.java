package org.evenhand.audit.state;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction does to one key. A write of the value alone keeps the metadata, one of the metadata alone keeps
 * the value, and both give the key a new version.
 *
 * <p>Fabric adds its flags instead of joining them, so a key that a write set names twice counts as something else: two
 * writes as one of the metadata, two deletions as nothing known. No chaincode makes such a write set, but a colluding
 * majority can, and the ledger's state is what Fabric makes of it.
 */
final class KeyOperation {
    private static final int UPSERT = 1;
    private static final int METADATA_WRITE = 2;
    private static final int METADATA_DELETE = 4;
    private static final int DELETE = 8;
    private static final int FLAGS_MASK = 0xff;

    private int flags;
    private ByteString value = ByteString.EMPTY;
    private Map<String, ByteString> metadata = Map.of();

    void upsert(ByteString written) {
        add(UPSERT);
        value = written;
    }

    void delete() {
        add(DELETE);
    }

    void writeMetadata(Map<String, ByteString> entries) {
        if (entries.isEmpty()) {
            add(METADATA_DELETE);
        } else {
            add(METADATA_WRITE);
            metadata = entries;
        }
    }

    private void add(int flag) {
        flags = (flags + flag) & FLAGS_MASK;
    }

    /** Returns what becomes of the key, given what it was; nothing when there is nothing to change. */
    Optional<BlockUpdates.Update> merge(Optional<VersionedValue> latest, Version version) {
        if ((flags & DELETE) != 0) {
            return Optional.of(update(null, Map.of(), version));
        }
        if ((flags & UPSERT) != 0 && (flags & (METADATA_WRITE | METADATA_DELETE)) != 0) {
            return Optional.of(update(value, metadata, version));
        }
        if ((flags | UPSERT) == UPSERT) {
            return Optional.of(
                    update(value, latest.map(VersionedValue::metadata).orElse(Map.of()), version));
        }
        return latest.map(before -> update(before.value(), metadata, version));
    }

    private static BlockUpdates.Update update(
            @Nullable ByteString value, Map<String, ByteString> metadata, Version version) {
        return new BlockUpdates.Update(value, metadata, version);
    }
}
