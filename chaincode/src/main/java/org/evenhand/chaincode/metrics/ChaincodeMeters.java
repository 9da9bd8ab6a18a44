package org.evenhand.chaincode.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.chaincode.ChaincodeObserver;

/** The meters of one server of the contract, or of several together. */
public final class ChaincodeMeters implements ChaincodeObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500)
    };

    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();

    /** Meters in a registry. */
    public ChaincodeMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("evenhand.chaincode.peer", connections, AtomicInteger::get)
                .baseUnit("connections")
                .description("Peers that are connected")
                .register(registry);
    }

    /** How many peers are connected. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void transaction(String function, String outcome, long nanos) {
        Timer.builder("evenhand.chaincode.transaction")
                .description("Simulation of a transaction or query")
                .tag("function", function)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void connected() {
        connections.incrementAndGet();
    }

    @Override
    public void disconnected() {
        connections.decrementAndGet();
    }
}
