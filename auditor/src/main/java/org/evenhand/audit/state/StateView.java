package org.evenhand.audit.state;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** The public world state at one point of the ledger, to be read only. */
public interface StateView {
    /** Returns the value of a key, with its version, when the key exists. */
    Optional<VersionedValue> get(String namespace, String key);

    /** Returns the bytes of a key's value, when the key exists. */
    default Optional<ByteString> value(String namespace, String key) {
        return get(namespace, key).map(VersionedValue::value);
    }
}
