package org.evenhand.node.content;

/**
 * How much a store keeps.
 *
 * @param itemBytesMax bytes of one item
 * @param totalBytesMax bytes of all items together, those on their way in included
 * @param unusedMillisMin an item that was used more recently than this is not given up for another
 */
public record StoreLimits(long itemBytesMax, long totalBytesMax, long unusedMillisMin) {
    private static final long GIB = 1L << 30;
    private static final long TEN_MINUTES_MILLIS = 600_000;

    /** 1 GiB an item, 20 GiB in all, ten minutes. */
    public static final StoreLimits DEFAULT = new StoreLimits(GIB, 20 * GIB, TEN_MINUTES_MILLIS);

    public StoreLimits {
        if (itemBytesMax < 1 || totalBytesMax < itemBytesMax || unusedMillisMin < 0) {
            throw new IllegalArgumentException(
                    "expected 1 <= itemBytesMax <= totalBytesMax, found " + itemBytesMax + " and " + totalBytesMax);
        }
    }
}
