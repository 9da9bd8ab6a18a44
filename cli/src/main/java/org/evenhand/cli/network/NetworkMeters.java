package org.evenhand.cli.network;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.CommittedTransaction;

/** The meters of an embedded network. */
final class NetworkMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500)
    };

    private final MeterRegistry registry;
    private final LocalNetwork network;
    private final Timer commits;

    private NetworkMeters(MeterRegistry registry, LocalNetwork network) {
        this.registry = registry;
        this.network = network;
        this.commits = Timer.builder("evenhand.network.block.commit")
                .description("From the batch to the block that is on disk and in the state")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    static void bind(MeterRegistry registry, LocalNetwork network) {
        NetworkMeters meters = new NetworkMeters(registry, network);
        meters.gauge("height.blocks", "Blocks of the ledger", of -> of.size().blocks());
        meters.gauge("ledger.bytes", "Bytes of the block files", of -> of.size().blockBytes());
        meters.gauge("state.keys", "Keys that have a value", of -> of.size().stateKeys());
        meters.gauge(
                "state.bytes", "Bytes of these keys and values", of -> of.size().stateBytes());
        meters.gauge("orderer.waiting.envelopes", "Accepted and in no block yet", of -> of.orderer()
                .waitingEnvelopes());
        meters.gauge(
                "orderer.waiting.bytes", "Bytes of these", of -> of.orderer().waitingBytes());
        network.tell(meters::committed);
    }

    private void gauge(String name, String description, ToDoubleFunction<LocalNetwork> of) {
        Gauge.builder("evenhand.network." + name, network, of)
                .description(description)
                .register(registry);
    }

    private void committed(CommittedBlock block, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        for (CommittedTransaction transaction : block.transactions()) {
            Counter.builder("evenhand.network.transactions")
                    .description("Transactions in blocks, by what became of them")
                    .tag("code", transaction.code().name())
                    .register(registry)
                    .increment();
        }
    }
}
