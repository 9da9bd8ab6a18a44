package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;

/**
 * What becomes of one key.
 *
 * @param value the new value; empty for a deletion.
 * @param version the height of the transaction that wrote it.
 */
public record StateWrite(Optional<VersionedValue> value, Version version) {
    static StateWrite put(ByteString value, ByteString metadata, Version version) {
        return new StateWrite(Optional.of(new VersionedValue(value, version, metadata)), version);
    }

    static StateWrite delete(Version version) {
        return new StateWrite(Optional.empty(), version);
    }

    /** Whether the key disappears. */
    public boolean deleted() {
        return value.isEmpty();
    }
}
