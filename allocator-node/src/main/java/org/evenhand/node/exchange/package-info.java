/**
 * Nodes and clients give one another content over TLS. Both sides show the certificate of their Fabric identity, and
 * what counts of it is the public key alone: it must be the one that a stream is registered with on the ledger.
 */
@NullMarked
package org.evenhand.node.exchange;

import org.jspecify.annotations.NullMarked;
