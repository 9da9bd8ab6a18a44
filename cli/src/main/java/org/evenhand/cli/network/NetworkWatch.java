package org.evenhand.cli.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.chaincode.ChaincodeObserver;
import org.evenhand.chaincode.metrics.ChaincodeMeters;
import org.evenhand.cli.UserError;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.network.orderer.Orderer;
import org.evenhand.network.orderer.OrdererFigures;
import org.evenhand.operations.Operations;
import org.evenhand.operations.health.HealthCheck.Verdict;

/** Shows an embedded network to those who run it, if they asked for that. */
public final class NetworkWatch implements AutoCloseable {
    private final Optional<Operations> operations;
    private final ChaincodeObserver contracts;

    private NetworkWatch(Optional<Operations> operations) {
        this.operations = operations;
        this.contracts = operations
                .<ChaincodeObserver>map(shown -> new ChaincodeMeters(shown.registry()))
                .orElse(ChaincodeObserver.NOBODY);
    }

    /** Begins to show a network that is about to start. */
    public static NetworkWatch open(OperationsOptions options) throws IOException, UserError {
        return new NetworkWatch(options.open("network"));
    }

    /** Hears of what the organisations' contracts do. */
    public ChaincodeObserver contracts() {
        return contracts;
    }

    /** The network has started. */
    public void shows(LocalNetwork network, Path folder) {
        operations.ifPresent(shown -> {
            NetworkMeters.bind(shown.registry(), network);
            shown.metrics().watchDisk(folder);
            shown.health()
                    .live("orderer", () -> orderer(network))
                    .ready("committing", () -> committing(network))
                    .started();
        });
    }

    /** A ledger that could not be written must be opened again, and that takes a restart. */
    private static Verdict orderer(LocalNetwork network) {
        return network.orderer()
                .failure()
                .map(Verdict::down)
                .orElseGet(() -> Verdict.up("the orderer runs, at block " + (network.height() - 1)));
    }

    private static Verdict committing(LocalNetwork network) {
        OrdererFigures orderer = network.orderer();
        if (orderer.failure().isPresent()) {
            return Verdict.down(orderer.failure().get());
        }
        String waiting = orderer.waitingEnvelopes() + " envelopes wait";
        boolean isFull = orderer.waitingEnvelopes() >= Orderer.WAITING_ENVELOPES_MAX;
        return isFull ? Verdict.down(waiting + ", and no more are taken") : Verdict.up(waiting);
    }

    /** Where it is shown, if anywhere. */
    public Optional<InetSocketAddress> address() {
        return operations.map(Operations::address);
    }

    @Override
    public void close() {
        operations.ifPresent(Operations::close);
    }
}
