package org.evenhand.node.execution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.evenhand.core.model.Resources;

/**
 * Measures what the threads of one node's work really use: processor time as the operating system counts it, memory
 * held, bytes sent, operations done. Threads that have ended their work no longer count.
 *
 * <p>Several nodes may live in one process: each has a meter of its own and so its own truth.
 */
final class UsageMeter {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A rate over less time than this says little: then the last one counts. */
    private static final long WINDOW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);

    private final Set<Gauge> gauges = new LinkedHashSet<>();

    /** Starts to measure the calling thread. Close the gauge in the same thread. */
    Gauge open() {
        Gauge gauge = new Gauge(Thread.currentThread().getId());
        synchronized (gauges) {
            gauges.add(gauge);
        }
        return gauge;
    }

    /** What the measured threads use: rates since the last look. */
    Resources usage() {
        ResourceSum sum = new ResourceSum();
        synchronized (gauges) {
            for (Gauge gauge : gauges) {
                gauge.look();
                sum.add(Resources.CPU, gauge.cpuMillicores);
                sum.add(Resources.MEMORY, gauge.memoryMib.get());
                sum.add(Resources.NETWORK, gauge.networkKbps);
                sum.add(Resources.STORAGE, gauge.storageIops);
            }
        }
        return sum.toResources();
    }

    /** What one thread uses. Written by that thread, read by whoever looks. */
    final class Gauge implements AutoCloseable {
        private final long threadId;
        private final AtomicLong memoryMib = new AtomicLong();
        private final AtomicLong bytesSent = new AtomicLong();
        private final AtomicLong operations = new AtomicLong();

        private long lookedNanos = System.nanoTime();
        private long cpuNanosThen;
        private long bytesThen;
        private long operationsThen;
        private long cpuMillicores;
        private long networkKbps;
        private long storageIops;

        private Gauge(long threadId) {
            this.threadId = threadId;
            this.cpuNanosThen = THREADS.getCurrentThreadCpuTime();
        }

        void holds(long mib) {
            memoryMib.set(mib);
        }

        void sent(long bytes) {
            bytesSent.addAndGet(bytes);
        }

        void did(long storageOperations) {
            operations.addAndGet(storageOperations);
        }

        private void look() {
            long now = System.nanoTime();
            long window = now - lookedNanos;
            long cpuNanos = THREADS.getThreadCpuTime(threadId);
            if (window < WINDOW_NANOS_MIN || cpuNanos < 0) {
                return;
            }
            cpuMillicores = (cpuNanos - cpuNanosThen) * 1_000 / window;
            // bits per millisecond are kbit/s
            networkKbps = (bytesSent.get() - bytesThen) * 8 * TimeUnit.MILLISECONDS.toNanos(1) / window;
            storageIops = (operations.get() - operationsThen) * TimeUnit.SECONDS.toNanos(1) / window;
            cpuNanosThen = cpuNanos;
            bytesThen = bytesSent.get();
            operationsThen = operations.get();
            lookedNanos = now;
        }

        @Override
        public void close() {
            synchronized (gauges) {
                gauges.remove(this);
            }
        }
    }
}
