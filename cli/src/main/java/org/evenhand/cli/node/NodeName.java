package org.evenhand.cli.node;

import org.evenhand.cli.UserError;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import picocli.CommandLine.Option;

/** Which node of the organisation. */
final class NodeName {
    /** Any organisation: the name's form does not depend on it. */
    private static final MspId ANYBODY = new MspId("Org1MSP");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "node-1",
            description = "The node's name. Default: ${DEFAULT-VALUE}")
    private String text = "node-1";

    String text() {
        return text;
    }

    /** Refuses a name that cannot be a node's, before anything is made for it. */
    void check() throws UserError {
        of(ANYBODY);
    }

    /** The node's stream. */
    StreamId of(MspId msp) throws UserError {
        try {
            return new StreamId(msp, text);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --name to be letters, digits and hyphens, found " + text);
        }
    }
}
