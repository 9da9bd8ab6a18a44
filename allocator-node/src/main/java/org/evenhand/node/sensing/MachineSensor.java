package org.evenhand.node.sensing;

import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.Resources;
import org.evenhand.node.execution.ResourceSum;
import org.evenhand.node.execution.TaskExecutor;
import oshi.SystemInfo;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * For a machine that is one node: says what the operating system sees, whoever uses it. Countable resources are not
 * visible to the operating system; of these the node's own tasks count.
 */
public final class MachineSensor implements Sensor {
    private static final long BYTES_PER_MIB = 1 << 20;

    private final HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    private final TaskExecutor executor;
    private long[] cpuTicks = hardware.getProcessor().getSystemCpuLoadTicks();
    private long lookedNanos = System.nanoTime();
    private long networkBytes = networkBytes();
    private long diskOperations = diskOperations();

    public MachineSensor(TaskExecutor executor) {
        this.executor = executor;
    }

    @Override
    public Resources usage() {
        long now = System.nanoTime();
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(now - lookedNanos));
        long bytes = networkBytes();
        long operations = diskOperations();
        ResourceSum sum = new ResourceSum()
                .add(Resources.CPU, cpuMillicores())
                .add(Resources.MEMORY, memoryMib())
                .add(Resources.NETWORK, Math.max(0, bytes - networkBytes) * 8 / millis)
                .add(Resources.STORAGE, Math.max(0, operations - diskOperations) * 1_000 / millis);
        executor.usage().amounts().forEach((resource, amount) -> {
            if (!Resources.isStandard(resource)) {
                sum.add(resource, amount);
            }
        });
        lookedNanos = now;
        networkBytes = bytes;
        diskOperations = operations;
        return sum.toResources();
    }

    private long cpuMillicores() {
        double load = hardware.getProcessor().getSystemCpuLoadBetweenTicks(cpuTicks);
        cpuTicks = hardware.getProcessor().getSystemCpuLoadTicks();
        return Math.round(Math.max(0, load) * hardware.getProcessor().getLogicalProcessorCount() * 1_000);
    }

    private long memoryMib() {
        long used = hardware.getMemory().getTotal() - hardware.getMemory().getAvailable();
        return Math.max(0, used) / BYTES_PER_MIB;
    }

    private long networkBytes() {
        long bytes = 0;
        for (NetworkIF network : hardware.getNetworkIFs()) {
            bytes += network.getBytesRecv() + network.getBytesSent();
        }
        return bytes;
    }

    private long diskOperations() {
        long operations = 0;
        for (HWDiskStore disk : hardware.getDiskStores()) {
            operations += disk.getReads() + disk.getWrites();
        }
        return operations;
    }
}
