package org.evenhand.audit.state;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * A value in the world state.
 *
 * @param value the value; for a private key the hash of the value
 * @param metadata the key's metadata, such as a validation policy of its own
 * @param version who wrote it last
 */
public record VersionedValue(ByteString value, Map<String, ByteString> metadata, Version version) {}
