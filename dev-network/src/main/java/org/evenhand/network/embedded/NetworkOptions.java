package org.evenhand.network.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an embedded network shall be.
 *
 * @param folder holds everything: key material, blocks, connection profiles. Made when it is not there.
 * @param organisations 2 to 5 names, such as {@code Org1}.
 * @param channel the channel's name.
 * @param chaincodes what runs on it; names must differ.
 * @param maxMessageCount the most transactions in a block; taken when the channel is made.
 * @param batchTimeout how long a transaction may wait for others when the orderer does not cut at once; taken when the
 *     channel is made.
 * @param cutWhenIdle whether the orderer cuts a block as soon as nothing more waits.
 * @param executeTimeout the most time a chaincode may take for a transaction.
 * @param proposalTimeWindow how far a proposal's timestamp may be from the clock.
 */
public record NetworkOptions(
        Path folder,
        List<String> organisations,
        String channel,
        List<ChaincodeDeployment> chaincodes,
        int maxMessageCount,
        Duration batchTimeout,
        boolean cutWhenIdle,
        Duration executeTimeout,
        Duration proposalTimeWindow) {
    private static final int ORGANISATIONS_MIN = 2;
    private static final int ORGANISATIONS_MAX = 5;

    /** Refuses too few or too many organisations, two chaincodes of one name, and times that are not positive. */
    public NetworkOptions {
        organisations = List.copyOf(organisations);
        chaincodes = List.copyOf(chaincodes);
        if (organisations.size() < ORGANISATIONS_MIN || organisations.size() > ORGANISATIONS_MAX) {
            throw new IllegalArgumentException("an embedded network has " + ORGANISATIONS_MIN + " to "
                    + ORGANISATIONS_MAX + " organisations, not " + organisations.size());
        }
        if (chaincodes.stream().map(ChaincodeDeployment::name).distinct().count() != chaincodes.size()) {
            throw new IllegalArgumentException("two chaincodes of one name");
        }
        for (Duration duration : List.of(batchTimeout, executeTimeout, proposalTimeWindow)) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("durations must be positive, not " + duration);
            }
        }
    }

    /** Three organisations, channel {@code evenhand}, no chaincode yet. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** Collects options; what is not set has the default named with its method. */
    public static final class Builder {
        private final Path folder;
        private final List<ChaincodeDeployment> chaincodes = new ArrayList<>();
        private List<String> organisations = List.of("Org1", "Org2", "Org3");
        private String channel = "evenhand";
        private int maxMessageCount = 500;
        private Duration batchTimeout = Duration.ofMillis(100);
        private boolean cutWhenIdle = true;
        private Duration executeTimeout = Duration.ofSeconds(10);
        private Duration proposalTimeWindow = Duration.ofSeconds(30);

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** The organisations' names: {@code Org1}, {@code Org2}, {@code Org3}. */
        public Builder organisations(List<String> names) {
            organisations = List.copyOf(names);
            return this;
        }

        /** The channel's name: {@code evenhand}. */
        public Builder channel(String name) {
            channel = name;
            return this;
        }

        /** Adds a chaincode: none. */
        public Builder chaincode(ChaincodeDeployment chaincode) {
            chaincodes.add(chaincode);
            return this;
        }

        /** The most transactions in a block: 500. */
        public Builder maxMessageCount(int count) {
            maxMessageCount = count;
            return this;
        }

        /** How long a transaction may wait for others: 100 ms. */
        public Builder batchTimeout(Duration timeout) {
            batchTimeout = timeout;
            return this;
        }

        /** Whether the orderer cuts a block as soon as nothing more waits: yes. */
        public Builder cutWhenIdle(boolean cut) {
            cutWhenIdle = cut;
            return this;
        }

        /** The most time a chaincode may take for a transaction: 10 s. */
        public Builder executeTimeout(Duration timeout) {
            executeTimeout = timeout;
            return this;
        }

        /** How far a proposal's timestamp may be from the clock: 30 s. */
        public Builder proposalTimeWindow(Duration window) {
            proposalTimeWindow = window;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if they are out of range.
         */
        public NetworkOptions build() {
            return new NetworkOptions(
                    folder,
                    organisations,
                    channel,
                    chaincodes,
                    maxMessageCount,
                    batchTimeout,
                    cutWhenIdle,
                    executeTimeout,
                    proposalTimeWindow);
        }
    }
}
