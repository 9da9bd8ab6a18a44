package org.evenhand.operations.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The meters of one daemon: those that every daemon has, and room for its own. For any number of threads. */
public final class DaemonMetrics implements AutoCloseable {
    /** Prometheus' own text format. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The format that grew out of it. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

    /**
     * Meters of this virtual machine.
     *
     * @param daemon what runs in it, such as {@code node}
     */
    public DaemonMetrics(String daemon) {
        new JvmMemoryMetrics().bindTo(registry);
        new HeapAfterCollection().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        Gauge.builder("evenhand.build.info", () -> 1)
                .tag("version", BuildInfo.version())
                .tag("daemon", daemon)
                .description("Which build this is; always 1")
                .register(registry);
    }

    /** Where to register more meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Watches the disk that a folder lies on. */
    public void watchDisk(Path folder) {
        new DiskSpaceMetrics(folder.toFile()).bindTo(registry);
    }

    /**
     * Has an action run before each scrape, on the scraping thread: to look once at what several gauges tell of. It
     * must end within about a second.
     */
    public void beforeScrape(Runnable action) {
        beforeScrape.add(action);
    }

    /**
     * Writes all meters.
     *
     * @param format {@link #TEXT} or {@link #OPEN_METRICS}
     */
    public void scrape(OutputStream out, String format) throws IOException {
        beforeScrape.forEach(Runnable::run);
        registry.scrape(out, format);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
