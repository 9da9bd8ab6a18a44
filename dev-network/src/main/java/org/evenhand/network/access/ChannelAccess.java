package org.evenhand.network.access;

import com.google.protobuf.ByteString;
import java.util.List;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.IdentityException;

/** Decides about requests to one channel by the configuration in force when they come. */
public final class ChannelAccess {
    private final Ledger ledger;

    /** Decides for the ledger's channel. */
    public ChannelAccess(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The channel's name. */
    public String channel() {
        return ledger.channel();
    }

    /**
     * The identity that signed a message.
     *
     * @param creator the marshalled {@code SerializedIdentity}.
     * @throws AccessDeniedException if no organisation vouches for it, or the signature is not its own.
     */
    public Identity authenticate(ByteString creator, ByteString message, ByteString signature)
            throws AccessDeniedException {
        Identity identity;
        try {
            identity = ledger.config().msps().identity(creator);
        } catch (IdentityException e) {
            throw new AccessDeniedException(
                    "access denied: channel [" + channel() + "] creator org unknown, creator is malformed");
        }
        if (!identity.verifies(message.toByteArray(), signature.toByteArray())) {
            throw new AccessDeniedException(
                    "access denied: channel [" + channel() + "] creator org [" + identity.mspId() + "]");
        }
        return identity;
    }

    /**
     * Asks the channel's policy.
     *
     * @throws AccessDeniedException if it does not grant this right to this identity.
     */
    public void require(Right right, Identity identity) throws AccessDeniedException {
        ChannelConfig config = ledger.config();
        if (!config.policy(right.policy()).satisfiedBy(List.of(identity))) {
            throw new AccessDeniedException("access denied: channel [" + channel() + "] creator org ["
                    + identity.mspId() + "]: policy " + right.policy() + " is not satisfied");
        }
    }

    /**
     * Both at once: who signed it, and whether that identity may.
     *
     * @throws AccessDeniedException if either fails.
     */
    public Identity require(Right right, ByteString creator, ByteString message, ByteString signature)
            throws AccessDeniedException {
        Identity identity = authenticate(creator, message, signature);
        require(right, identity);
        return identity;
    }
}
