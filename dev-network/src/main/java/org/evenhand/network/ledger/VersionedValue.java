package org.evenhand.network.ledger;

import com.google.protobuf.ByteString;

/**
 * A value of the state with the height at which it was written.
 *
 * @param value the bytes, as the chaincode put them.
 * @param version the height of the write.
 */
public record VersionedValue(ByteString value, Version version) {}
