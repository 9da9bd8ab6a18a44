package org.evenhand.network.orderer;

import java.util.Optional;

/**
 * How an orderer is doing.
 *
 * @param waitingEnvelopes envelopes that were accepted and are in no batch yet.
 * @param waitingBytes their bytes.
 * @param failure why it will never order anything again, if so.
 */
public record OrdererFigures(int waitingEnvelopes, long waitingBytes, Optional<String> failure) {}
