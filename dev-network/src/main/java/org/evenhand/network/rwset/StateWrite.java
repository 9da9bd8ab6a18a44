package org.evenhand.network.rwset;

import com.google.protobuf.ByteString;
import org.evenhand.network.ledger.Version;

/**
 * What becomes of one key.
 *
 * @param value the new value; empty for a deletion.
 * @param deleted whether the key disappears.
 * @param version the height of the transaction that wrote it.
 */
public record StateWrite(ByteString value, boolean deleted, Version version) {}
