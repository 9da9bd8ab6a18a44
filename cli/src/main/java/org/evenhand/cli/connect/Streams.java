package org.evenhand.cli.connect;

import org.evenhand.cli.UserError;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;

/** Names of streams, as users write them. */
public final class Streams {
    /** Any organisation: a name's form does not depend on it. */
    private static final MspId ANYBODY = new MspId("Org1MSP");

    private Streams() {}

    /** Refuses what cannot be a stream's name. */
    public static void require(String name) throws UserError {
        of(ANYBODY, name);
    }

    /** An organisation's stream. */
    public static StreamId of(MspId msp, String name) throws UserError {
        try {
            return new StreamId(msp, name);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "expected the name of a node or stream to be letters, digits and hyphens, found '" + name + "'");
        }
    }

    /** A stream that the user names in full, or by its name alone if it is of this organisation. */
    public static StreamId parse(MspId msp, String text) throws UserError {
        if (text.indexOf('.') < 0) {
            return of(msp, text);
        }
        try {
            return StreamId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected a node or stream such as Org1MSP.node-1, found '" + text + "'");
        }
    }
}
