package org.evenhand.network.ledger;

import com.google.protobuf.ByteString;

/**
 * A value of the state with the height at which it was written.
 *
 * @param value the bytes, as the chaincode put them.
 * @param version the height of the write.
 * @param metadata a marshalled {@code KVMetadataWrite} with entries alone, such as a key-level endorsement policy;
 *     empty for none.
 */
public record VersionedValue(ByteString value, Version version, ByteString metadata) {
    /** A value without metadata. */
    public VersionedValue(ByteString value, Version version) {
        this(value, version, ByteString.EMPTY);
    }
}
