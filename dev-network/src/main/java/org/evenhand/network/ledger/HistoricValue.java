package org.evenhand.network.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;

/**
 * One change in a key's history.
 *
 * @param txId the transaction that wrote the key.
 * @param value the bytes written; empty for a deletion.
 * @param timestamp the transaction's own timestamp, from its channel header.
 * @param deleted whether the transaction deleted the key.
 */
public record HistoricValue(String txId, ByteString value, Timestamp timestamp, boolean deleted) {}
