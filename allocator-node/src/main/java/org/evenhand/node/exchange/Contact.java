package org.evenhand.node.exchange;

import java.util.Optional;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.StreamId;

/**
 * Somebody whom the ledger knows.
 *
 * @param stream the stream, and whose it is
 * @param key SHA-256 of the public key that it is registered with
 * @param address where it is reached, if it said so
 */
public record Contact(StreamId stream, Digest key, Optional<Address> address) {}
