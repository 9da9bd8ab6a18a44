package org.evenhand.network.ledger;

import com.google.protobuf.ByteString;

/**
 * One result of a range query.
 *
 * @param key the key, without its namespace.
 * @param value the bytes, as the chaincode put them.
 * @param version the height of the write.
 */
public record KeyedValue(String key, ByteString value, Version version) {}
