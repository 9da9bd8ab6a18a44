package org.evenhand.node.execution;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.evenhand.core.model.Resources;

/**
 * Really uses up resources on the calling thread, slice by slice: in each slice it does its storage operations, sends
 * its packets, computes until it has had its share of processor time, and rests for what is left. On a crowded machine
 * a slice takes longer, and so does the task: it ends when it has had what it asked for.
 */
final class Consumption {
    static final int MILLICORES_PER_THREAD_MAX = 1_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SLICE_MILLIS = 20;
    private static final int BYTES_PER_MIB = 1 << 20;
    private static final int PAGE_BYTES = 4_096;

    /** Steps of arithmetic between two looks at the clock: some 20 microseconds. */
    private static final int STEPS_PER_LOOK = 20_000;

    private final Resources demand;
    private final Path scratch;
    private final UsageMeter.Gauge gauge;
    private long noise = 1;

    /**
     * Ready to consume.
     *
     * @param demand what to use; at most {@link #MILLICORES_PER_THREAD_MAX} of processor time
     * @param scratch a folder for files
     * @param gauge of the thread that will call {@link #run}
     */
    Consumption(Resources demand, Path scratch, UsageMeter.Gauge gauge) {
        if (demand.amount(Resources.CPU) > MILLICORES_PER_THREAD_MAX) {
            throw new IllegalArgumentException("one thread cannot use " + demand);
        }
        this.demand = demand;
        this.scratch = scratch;
        this.gauge = gauge;
    }

    /**
     * Consumes for a while.
     *
     * @param millis how long; longer when the machine cannot give what is asked
     * @param stopped asked often; once true, this returns early
     */
    void run(long millis, BooleanSupplier stopped) throws IOException, InterruptedException {
        List<byte[]> held = holdMemory();
        try (StorageTraffic storage = StorageTraffic.open(scratch, demand.amount(Resources.STORAGE));
                NetworkTraffic network = NetworkTraffic.open(demand.amount(Resources.NETWORK))) {
            long left = millis;
            while (left > 0 && !stopped.getAsBoolean()) {
                long sliceMillis = Math.min(left, SLICE_MILLIS);
                slice(sliceMillis, storage, network, stopped);
                left -= sliceMillis;
            }
        } finally {
            gauge.holds(0);
            held.clear();
        }
    }

    private void slice(long sliceMillis, StorageTraffic storage, NetworkTraffic network, BooleanSupplier stopped)
            throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        long cpuNanos = THREADS.getCurrentThreadCpuTime();
        long shareNanos = TimeUnit.MILLISECONDS.toNanos(sliceMillis) * demand.amount(Resources.CPU) / 1_000;
        gauge.did(storage.during(sliceMillis));
        gauge.sent(network.during(sliceMillis));
        while (THREADS.getCurrentThreadCpuTime() - cpuNanos < shareNanos && !stopped.getAsBoolean()) {
            compute();
        }
        long restNanos = TimeUnit.MILLISECONDS.toNanos(sliceMillis) - (System.nanoTime() - startNanos);
        if (restNanos > 0 && !stopped.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(restNanos);
        }
    }

    private void compute() {
        long value = noise;
        for (int step = 0; step < STEPS_PER_LOOK; step++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        // Kept, so that the compiler cannot leave the loop out.
        noise = value;
    }

    private List<byte[]> holdMemory() {
        long mib = demand.amount(Resources.MEMORY);
        List<byte[]> held = new ArrayList<>();
        for (long i = 0; i < mib; i++) {
            byte[] block = new byte[BYTES_PER_MIB];
            for (int at = 0; at < block.length; at += PAGE_BYTES) {
                block[at] = 1;
            }
            held.add(block);
        }
        gauge.holds(mib);
        return held;
    }
}
