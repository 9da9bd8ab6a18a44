package org.evenhand.network.validation;

/** What to do with transactions that change the channel's configuration. */
public enum ConfigTransactions {
    /**
     * They get {@code INVALID_CONFIG_TRANSACTION}: the embedded network's configuration is that of its genesis block.
     */
    REFUSED,
    /** They take effect as they are: for blocks that another network's orderers have already judged. */
    TAKEN_AS_ORDERED
}
