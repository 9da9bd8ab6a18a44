package org.evenhand.network.orderer;

import org.hyperledger.fabric.protos.common.Status;

/**
 * The orderer's answer to an envelope.
 *
 * @param status {@code SUCCESS} when the envelope will be in a block, unless the process dies first.
 * @param info why not; empty on success.
 */
public record Broadcast(Status status, String info) {
    static final Broadcast ACCEPTED = new Broadcast(Status.SUCCESS, "");
}
