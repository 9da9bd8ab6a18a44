package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;

/**
 * All that one transaction does to one key. Fabric adds up a number per operation and then looks at its bits, so that a
 * set which writes a key twice counts as a change of its metadata. No honest peer makes such a set, but a ledger may
 * hold one.
 */
final class KeyOperation {
    private static final int PUT = 1;
    private static final int SET_METADATA = 1 << 1;
    private static final int CLEAR_METADATA = 1 << 2;
    private static final int DELETE = 1 << 3;

    private int operations;
    private ByteString value = ByteString.EMPTY;
    private ByteString metadata = ByteString.EMPTY;

    void put(ByteString newValue) {
        operations += PUT;
        value = newValue;
    }

    void delete() {
        operations += DELETE;
    }

    /** Sets the metadata; empty clears it. */
    void setMetadata(ByteString newMetadata) {
        if (newMetadata.isEmpty()) {
            operations += CLEAR_METADATA;
        } else {
            operations += SET_METADATA;
            metadata = newMetadata;
        }
    }

    /**
     * The effect on a key that was so before: a value written alone keeps the metadata, metadata written alone keeps
     * the value, and does nothing to a key that is not there.
     */
    Optional<StateWrite> effect(Optional<VersionedValue> before, Version version) {
        if (has(DELETE)) {
            return Optional.of(StateWrite.delete(version));
        }
        if (has(PUT) && (has(SET_METADATA) || has(CLEAR_METADATA))) {
            return Optional.of(StateWrite.put(value, metadata, version));
        }
        if (operations == PUT) {
            ByteString kept = before.map(VersionedValue::metadata).orElse(ByteString.EMPTY);
            return Optional.of(StateWrite.put(value, kept, version));
        }
        return before.map(present -> StateWrite.put(present.value(), metadata, version));
    }

    private boolean has(int operation) {
        return (operations & operation) != 0;
    }
}
