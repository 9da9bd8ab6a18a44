package org.evenhand.network.embedded;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.chaincode.ChaincodeAddress;
import org.evenhand.network.chaincode.ChaincodeConnection;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.deliver.BlockFeed;
import org.evenhand.network.deliver.DeliverService;
import org.evenhand.network.deliver.OrderedBlocks;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.endorser.EndorserService;
import org.evenhand.network.endorser.ProposalChecker;
import org.evenhand.network.endorser.SystemChaincode;
import org.evenhand.network.gateway.CommitFinder;
import org.evenhand.network.gateway.GatewayPeers;
import org.evenhand.network.gateway.GatewayService;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.orderer.Orderer;
import org.evenhand.network.orderer.OrdererService;
import org.evenhand.network.system.QueryChaincode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs around a ledger, started in the order in which one needs the other and stopped in the reverse.
 */
final class NetworkServices implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(NetworkServices.class);
    private static final int NOTIFYING_THREADS = 2;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Optional<Orderer> ordering = Optional.empty();
    private CompletableFuture<Void> ended = new CompletableFuture<>();

    private NetworkServices() {}

    /** The channel's orderer. */
    Orderer orderer() {
        return ordering.orElseThrow();
    }

    /**
     * Starts the services.
     *
     * @param addresses per chaincode name and MSP id.
     * @param endpoints where each organisation's peer listens, by MSP id.
     * @param ordererEndpoint where the orderer listens.
     */
    static NetworkServices start(
            NetworkOptions options,
            CryptoMaterial crypto,
            Ledger ledger,
            Map<String, Map<String, ChaincodeAddress>> addresses,
            Map<String, Endpoint> endpoints,
            Endpoint ordererEndpoint) {
        NetworkServices services = new NetworkServices();
        try {
            services.startAll(options, crypto, ledger, addresses, endpoints, ordererEndpoint);
            return services;
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /** Completes when nothing more is committed: normally after a close, else with what broke. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOGGER.warn("a part of the network did not stop cleanly", e);
            }
        }
    }

    private void startAll(
            NetworkOptions options,
            CryptoMaterial crypto,
            Ledger ledger,
            Map<String, Map<String, ChaincodeAddress>> addresses,
            Map<String, Endpoint> endpoints,
            Endpoint ordererEndpoint) {
        Clock clock = Clock.systemUTC();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemons("network-timer"));
        started.push(timer::shutdownNow);
        ExecutorService notifier = Executors.newFixedThreadPool(NOTIFYING_THREADS, daemons("network-notifier"));
        started.push(notifier::shutdownNow);
        BlockFeed feed = keep(new BlockFeed(ledger, notifier));
        CommitFinder commits = keep(new CommitFinder(ledger, feed));
        Orderer orderer = keep(Orderer.start(ledger, options.cutWhenIdle(), clock));
        ordering = Optional.of(orderer);
        ended = orderer.ended();
        ProposalChecker checker = new ProposalChecker(ledger, options.proposalTimeWindow(), clock);
        Map<String, SystemChaincode> system = Map.of("qscc", new QueryChaincode(ledger));

        List<Endorser> endorsers = new ArrayList<>();
        for (OrganisationMaterial organisation : crypto.organisations()) {
            Map<String, ChaincodeConnection> connections = new HashMap<>();
            addresses.forEach((chaincode, byOrganisation) -> connections.put(
                    chaincode,
                    keep(ChaincodeConnection.open(
                            chaincode,
                            required(byOrganisation, organisation.mspId()),
                            options.executeTimeout(),
                            timer))));
            String address = required(endpoints, organisation.mspId()).toString();
            endorsers.add(new Endorser(organisation.node(), address, ledger, connections, system));
        }
        ChannelAccess access = new ChannelAccess(ledger);
        keep(PeerServer.start(
                ordererEndpoint,
                crypto.orderer().tls(),
                ledger.config().absoluteMaxBytes(),
                new OrdererService(orderer, new OrderedBlocks(feed, access, clock)::deliverTo)));
        for (int i = 0; i < endorsers.size(); i++) {
            OrganisationMaterial organisation = crypto.organisations().get(i);
            Endorser home = endorsers.get(i);
            GatewayPeers peers = new GatewayPeers(ledger, home, endorsers);
            keep(PeerServer.start(
                    required(endpoints, organisation.mspId()),
                    organisation.tls(),
                    ledger.config().absoluteMaxBytes(),
                    new GatewayService(ledger, checker, peers, orderer, commits, feed),
                    new EndorserService(checker, home),
                    new DeliverService(feed, access, clock)));
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    private static <V> V required(Map<String, V> values, String key) {
        V value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("nothing for " + key + " among " + values.keySet());
        }
        return value;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
