package org.evenhand.network.access;

/** What a request needs on the channel. */
public enum Right {
    /** To propose and submit transactions. */
    WRITE("/Channel/Application/Writers"),
    /** To query, and to receive blocks, events and commit statuses. */
    READ("/Channel/Application/Readers");

    private final String policy;

    Right(String policy) {
        this.policy = policy;
    }

    /** The path of the policy that grants it. */
    String policy() {
        return policy;
    }
}
