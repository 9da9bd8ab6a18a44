package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.Set;

/** The organisations' MSPs of one channel configuration. Answers are remembered by the identity's bytes. */
public interface MspRegistry {
    /** The MSP ids, in order. */
    Set<String> mspIds();

    /**
     * Reads a marshalled {@code SerializedIdentity} and checks it against its MSP.
     *
     * @throws IdentityException if it is malformed, of an unknown MSP, or does not chain to one of that MSP's roots.
     */
    Identity identity(ByteString serialized) throws IdentityException;

    /** The same for those who skip what no MSP vouches for, as policies do. */
    default Optional<Identity> known(ByteString serialized) {
        try {
            return Optional.of(identity(serialized));
        } catch (IdentityException unknown) {
            return Optional.empty();
        }
    }
}
