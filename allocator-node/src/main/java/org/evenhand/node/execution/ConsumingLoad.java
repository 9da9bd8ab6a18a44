package org.evenhand.node.execution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.evenhand.core.model.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background load that really consumes, and is measured like the node's own work. */
public final class ConsumingLoad implements BackgroundLoad {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumingLoad.class);

    private final ExecutorService threads;
    private final Path scratch;
    private final UsageMeter meter = new UsageMeter();
    private AtomicBoolean stopped = new AtomicBoolean();

    /**
     * A load of nothing.
     *
     * @param threads where to consume, one for each core that is asked; not closed here
     * @param scratch an existing folder for files
     */
    public ConsumingLoad(ExecutorService threads, Path scratch) {
        this.threads = threads;
        this.scratch = scratch;
    }

    @Override
    public Resources usage() {
        return meter.usage();
    }

    @Override
    public synchronized void change(Resources amounts) {
        stopped.set(true);
        if (amounts.isEmpty()) {
            return;
        }
        AtomicBoolean stop = new AtomicBoolean();
        stopped = stop;
        long millicores = amounts.amount(Resources.CPU);
        long first = Math.min(millicores, Consumption.MILLICORES_PER_THREAD_MAX);
        consume(amounts.with(Resources.CPU, first), stop);
        for (long left = millicores - first; left > 0; left -= Consumption.MILLICORES_PER_THREAD_MAX) {
            long each = Math.min(left, Consumption.MILLICORES_PER_THREAD_MAX);
            consume(Resources.NONE.with(Resources.CPU, each), stop);
        }
    }

    private void consume(Resources demand, AtomicBoolean stop) {
        threads.execute(() -> {
            try (UsageMeter.Gauge gauge = meter.open()) {
                new Consumption(demand, scratch, gauge).run(Long.MAX_VALUE, stop::get);
            } catch (IOException e) {
                LOG.warn("background load of {} ended", demand, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public synchronized void close() {
        stopped.set(true);
    }
}
