package org.evenhand.operations.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How full the heap was right after its last collection, each pool after its own: what is left is in use, so this is
 * the figure that shows a leak.
 */
final class HeapAfterCollection implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .toList();
        Gauge.builder("jvm.memory.after.gc", heap, HeapAfterCollection::usedBytes)
                .baseUnit("bytes")
                .strongReference(true)
                .description("Heap in use right after the last collection of each of its pools")
                .register(registry);
    }

    private static double usedBytes(List<MemoryPoolMXBean> pools) {
        long bytes = 0;
        for (MemoryPoolMXBean pool : pools) {
            // A pool that was never collected has none.
            @Nullable MemoryUsage usage = pool.getCollectionUsage();
            bytes += usage == null ? 0 : usage.getUsed();
        }
        return bytes;
    }
}
