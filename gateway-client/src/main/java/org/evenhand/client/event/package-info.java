/**
 * What the ledger tells: the contract's events, without gap or repeat.
 *
 * <p>Where a delivery starts and how far it came is in a {@code Checkpointer} of Fabric's SDK. It is not wrapped, so
 * that who uses the SDK already can keep the checkpoints that it has.
 */
@NullMarked
package org.evenhand.client.event;

import org.jspecify.annotations.NullMarked;
