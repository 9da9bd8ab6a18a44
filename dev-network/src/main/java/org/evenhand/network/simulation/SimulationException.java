package org.evenhand.network.simulation;

/**
 * A request that a simulation cannot serve; the message says why, in the words that Fabric's peer uses where it has
 * some.
 */
public final class SimulationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the request. */
    public SimulationException(String message) {
        super(message);
    }
}
