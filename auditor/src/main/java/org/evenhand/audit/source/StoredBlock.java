package org.evenhand.audit.source;

import com.google.protobuf.ByteString;

/**
 * A block as the source holds it, not yet looked into.
 *
 * @param bytes what should be a serialized {@code common.Block}
 * @param origin the file and offset, or the peer, for messages
 */
public record StoredBlock(ByteString bytes, String origin) {
    /** Fabric refuses envelopes above 10 MB and cuts blocks at 100 MB; nothing longer is a block. */
    public static final int BYTES_MAX = 128 << 20;
}
