package org.evenhand.operations;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.evenhand.operations.health.Health;
import org.evenhand.operations.http.OperationsServer;
import org.evenhand.operations.metrics.DaemonMetrics;

/**
 * What a daemon shows of itself over HTTP: {@code /metrics}, {@code /health/live} and {@code /health/ready}. It should
 * be opened before anything that takes long, so that those who watch can tell a daemon that starts from one that is
 * dead.
 */
public final class Operations implements AutoCloseable {
    private final DaemonMetrics metrics;
    private final Health health;
    private final OperationsServer server;

    private Operations(DaemonMetrics metrics, Health health, OperationsServer server) {
        this.metrics = metrics;
        this.health = health;
        this.server = server;
    }

    /**
     * Starts to show a daemon, which is not ready until {@link Health#started} says so.
     *
     * @param daemon what it is, such as {@code node}
     * @param address where to listen; port 0 for a free one
     * @throws IOException if nobody can listen there; the message says where
     */
    public static Operations open(String daemon, InetSocketAddress address) throws IOException {
        DaemonMetrics metrics = new DaemonMetrics(daemon);
        Health health = new Health();
        try {
            return new Operations(metrics, health, OperationsServer.start(address, metrics, health));
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return server.address();
    }

    public DaemonMetrics metrics() {
        return metrics;
    }

    /** Where the daemon's own meters go. */
    public MeterRegistry registry() {
        return metrics.registry();
    }

    public Health health() {
        return health;
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
    }
}
