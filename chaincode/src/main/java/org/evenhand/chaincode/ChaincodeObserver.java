package org.evenhand.chaincode;

/** Hears of what a server of the contract does, on the threads that do it: it must be quick. */
public interface ChaincodeObserver {
    /** Nobody listens. */
    ChaincodeObserver NOBODY = new ChaincodeObserver() {
        @Override
        public void transaction(String function, String outcome, long nanos) {}

        @Override
        public void connected() {}

        @Override
        public void disconnected() {}
    };

    /**
     * A transaction or query was simulated.
     *
     * @param function its name, or {@code unknown}: there are only so many
     * @param outcome {@code accepted}, the code of the refusal, or {@code bug}
     * @param nanos how long it took
     */
    void transaction(String function, String outcome, long nanos);

    /** A peer has connected. */
    void connected();

    /** A peer's connection has ended. */
    void disconnected();
}
