/**
 * A typed client of the contract over the Fabric Gateway. An {@link org.evenhand.client.EvenhandClient} is where to
 * begin.
 *
 * <p>Four kinds of foreign types are part of the interface, because they are what a user of Fabric has in hand already:
 * a gRPC channel to share and a gRPC status to look at, the SDK's signer (keys in a hardware module) and identity, its
 * checkpoints, and Fabric's validation codes.
 */
@NullMarked
package org.evenhand.client;

import org.jspecify.annotations.NullMarked;
