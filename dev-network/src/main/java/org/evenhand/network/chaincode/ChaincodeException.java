package org.evenhand.network.chaincode;

/**
 * A chaincode that could not be run to an answer: unreachable, gone while it worked, too slow, or failed with an error.
 */
public final class ChaincodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what happened, in the words of Fabric's peer. */
    public ChaincodeException(String message) {
        super(message);
    }
}
