package org.evenhand.network.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers by the fingerprints of what they belong to, in two arrays: some 30 bytes for each, where a map of objects
 * takes 200. Two things may have one fingerprint, so whoever asks has to look whether it is the one that was meant. For
 * any number of threads.
 */
final class LongTable {
    private static final int CAPACITY_MIN = 1 << 10;
    private static final double FILL_MAX = 0.6;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] fingerprints = new long[CAPACITY_MIN];

    /** One more than the number, so that 0 is an empty place. */
    private long[] values = new long[CAPACITY_MIN];

    private int size;

    /**
     * Adds a number.
     *
     * @param value 0 or more
     */
    synchronized void add(long fingerprint, long value) {
        if (size + 1 > values.length * FILL_MAX) {
            grow();
        }
        put(fingerprint, value + 1);
        size++;
    }

    private void grow() {
        long[] oldFingerprints = fingerprints;
        long[] oldValues = values;
        fingerprints = new long[oldValues.length * 2];
        values = new long[oldValues.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != 0) {
                put(oldFingerprints[i], oldValues[i]);
            }
        }
    }

    private void put(long fingerprint, long stored) {
        int place = place(fingerprint);
        while (values[place] != 0) {
            place = next(place);
        }
        fingerprints[place] = fingerprint;
        values[place] = stored;
    }

    /** The numbers with that fingerprint, the smallest first. */
    synchronized List<Long> find(long fingerprint) {
        List<Long> found = new ArrayList<>(1);
        for (int place = place(fingerprint); values[place] != 0; place = next(place)) {
            if (fingerprints[place] == fingerprint) {
                found.add(values[place] - 1);
            }
        }
        found.sort(null);
        return found;
    }

    private int place(long fingerprint) {
        return (int) ((fingerprint * SPREAD) >>> (Long.SIZE - Integer.numberOfTrailingZeros(values.length)));
    }

    private int next(int place) {
        return place + 1 == values.length ? 0 : place + 1;
    }
}
