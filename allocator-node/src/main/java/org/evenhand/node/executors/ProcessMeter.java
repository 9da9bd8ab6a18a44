package org.evenhand.node.executors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.model.Resources;
import org.evenhand.node.execution.ResourceSum;

/**
 * What processes and their descendants use: processor time as the operating system counts it, and memory where it tells
 * (Linux). What a process does between two looks, and is over at the second, goes unseen. Network and storage of single
 * processes are not to be had without special rights: there counts what the task's class says.
 */
final class ProcessMeter {
    private static final long KIB_PER_MIB = 1_024;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,18}) kB$");

    /** A rate over less time than this says little: then the last one counts. */
    private static final long WINDOW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);

    private final ProcessTable table;
    private final Set<Gauge> gauges = new LinkedHashSet<>();

    ProcessMeter(ProcessTable table) {
        this.table = table;
    }

    /**
     * Starts to measure a process. Close the gauge when it has ended.
     *
     * @param demand what its class says
     */
    Gauge open(ProcessHandle process, Resources demand) {
        Gauge gauge = new Gauge(process, demand);
        synchronized (gauges) {
            gauges.add(gauge);
        }
        return gauge;
    }

    /** What the measured processes use: rates since the last look. */
    Resources usage() {
        ResourceSum sum = new ResourceSum();
        List<Gauge> open;
        synchronized (gauges) {
            open = new ArrayList<>(gauges);
        }
        open.forEach(gauge -> gauge.add(sum));
        return sum.toResources();
    }

    /** Measures one process. */
    final class Gauge {
        private final ProcessHandle process;
        private final Resources demand;
        private long lookedNanos = System.nanoTime();
        private long cpuNanosThen;
        private long cpuMillicores;

        private Gauge(ProcessHandle process, Resources demand) {
            this.process = process;
            this.demand = demand;
        }

        private synchronized void add(ResourceSum sum) {
            List<ProcessHandle> tree = new ArrayList<>(table.descendants(process));
            tree.add(process);
            long now = System.nanoTime();
            long window = now - lookedNanos;
            if (window >= WINDOW_NANOS_MIN) {
                long cpuNanos = tree.stream().mapToLong(Gauge::cpuNanos).sum();
                // Who ended takes its time with it.
                cpuMillicores = Math.max(0, cpuNanos - cpuNanosThen) * 1_000 / window;
                cpuNanosThen = cpuNanos;
                lookedNanos = now;
            }
            long residentMib = tree.stream().mapToLong(Gauge::residentKib).sum() / KIB_PER_MIB;
            sum.add(Resources.CPU, cpuMillicores)
                    .add(Resources.MEMORY, residentMib > 0 ? residentMib : demand.amount(Resources.MEMORY))
                    .add(Resources.NETWORK, demand.amount(Resources.NETWORK))
                    .add(Resources.STORAGE, demand.amount(Resources.STORAGE));
        }

        private static long cpuNanos(ProcessHandle of) {
            return of.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        }

        private static long residentKib(ProcessHandle of) {
            try {
                Matcher resident =
                        RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(of.pid()), "status")));
                return resident.find() ? Long.parseLong(resident.group(1)) : 0;
            } catch (IOException goneOrNotTold) {
                return 0;
            }
        }

        void close() {
            synchronized (gauges) {
                gauges.remove(this);
            }
        }
    }
}
