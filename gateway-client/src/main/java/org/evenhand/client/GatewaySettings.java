package org.evenhand.client;

import java.util.List;
import org.evenhand.client.connect.Backoff;
import org.evenhand.core.model.MspId;

/**
 * Where a client's transactions go and how patient it is.
 *
 * @param channel the channel's name
 * @param chaincode the name under which the contract is defined there
 * @param deadlines how long each phase may take
 * @param backoff how often what is safe to repeat is repeated
 * @param endorsers the organisations that must endorse, or none to leave the choice to the Gateway
 */
public record GatewaySettings(
        String channel, String chaincode, Deadlines deadlines, Backoff backoff, List<MspId> endorsers) {
    public GatewaySettings {
        endorsers = List.copyOf(endorsers);
        if (channel.isBlank() || chaincode.isBlank()) {
            throw new IllegalArgumentException("a channel and a chaincode have names");
        }
    }

    /** Settings with the defaults of {@link Deadlines} and {@link Backoff}, and endorsers as the Gateway chooses. */
    public static GatewaySettings of(String channel, String chaincode) {
        return new GatewaySettings(channel, chaincode, Deadlines.DEFAULT, Backoff.DEFAULT, List.of());
    }

    /** The same with other deadlines. */
    public GatewaySettings withDeadlines(Deadlines changed) {
        return new GatewaySettings(channel, chaincode, changed, backoff, endorsers);
    }

    /** The same with other pauses and tries. */
    public GatewaySettings withBackoff(Backoff changed) {
        return new GatewaySettings(channel, chaincode, deadlines, changed, endorsers);
    }

    /** The same with other endorsing organisations. */
    public GatewaySettings withEndorsers(List<MspId> changed) {
        return new GatewaySettings(channel, chaincode, deadlines, backoff, changed);
    }
}
