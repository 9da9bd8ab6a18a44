package org.evenhand.network.ledger;

/**
 * The height at which a key was last written: Fabric's version.
 *
 * @param block the block number, not negative.
 * @param transaction the position in that block, not negative.
 */
public record Version(long block, long transaction) {
    /** Refuses negative numbers. */
    public Version {
        if (block < 0 || transaction < 0) {
            throw new IllegalArgumentException("negative version " + block + ":" + transaction);
        }
    }
}
