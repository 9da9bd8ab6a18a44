package org.evenhand.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.model.Address;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.exchange.ContentFinder;
import org.evenhand.node.exchange.Directory;
import org.evenhand.node.exchange.ExchangeClient;
import org.evenhand.node.exchange.ExchangeServer;
import org.evenhand.node.exchange.TlsIdentity;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.execution.WorkloadExecutor;
import org.evenhand.node.executors.AllowList;
import org.evenhand.node.executors.RoutingExecutor;
import org.evenhand.node.gateway.Advertiser;
import org.evenhand.node.gateway.LedgerDirectory;

/** Puts together what runs a node's tasks, and what brings them their inputs. */
final class WorkBench {
    /** How long one transfer of content may take. */
    private static final long TRANSFER_MILLIS_MAX = TimeUnit.MINUTES.toMillis(10);

    private final NodeConfig config;
    private final DataFolder data;
    private final EvenhandClient client;
    private final NodeHost host;
    private final Deque<Runnable> closing;

    /**
     * Nothing yet.
     *
     * @param closing gets how to close each thing as soon as it is open
     */
    WorkBench(NodeConfig config, DataFolder data, EvenhandClient client, NodeHost host, Deque<Runnable> closing) {
        this.config = config;
        this.data = data;
        this.client = client;
        this.host = host;
        this.closing = closing;
    }

    /** What runs the tasks. */
    TaskExecutor executor() throws IOException {
        Path scratch = data.subfolder("scratch");
        long seed = config.node().toString().hashCode();
        boolean isPlain = config.work().isEmpty();
        if (isPlain) {
            return switch (config.executor()) {
                case WORKLOAD -> new WorkloadExecutor(host.workThreads(), scratch, seed);
                case TIME_PASSING -> new TimePassingExecutor(host.timers(), seed);
            };
        }
        AllowList list = allowed();
        ContentStore store = ContentStore.open(data.subfolder("content"), list.content(), host.timers()::nowMillis);
        return new RoutingExecutor(
                list,
                new RoutingExecutor.Workshop(
                        host.workThreads(), scratch, store, exchange(list, store), host.timers(), seed));
    }

    private AllowList allowed() throws IOException {
        if (config.work().executors().isPresent()) {
            return AllowList.read(config.work().executors().get());
        }
        return switch (config.executor()) {
            case WORKLOAD -> AllowList.ofWorkload();
            case TIME_PASSING -> AllowList.ofTimePassing();
        };
    }

    /** Begins to give and to take content, if the node is to. */
    private Inputs exchange(AllowList list, ContentStore store) throws IOException {
        TlsIdentity identity =
                TlsIdentity.fromMsp(config.node(), config.network().identity());
        Directory directory = new LedgerDirectory(client, config.pool());
        if (config.work().exchange().isPresent()) {
            serve(config.work().exchange().get(), identity, directory, store);
        }
        ExchangeClient others = new ExchangeClient(identity, host.workThreads(), TRANSFER_MILLIS_MAX);
        return new ContentFinder(store, directory, others, host.workThreads(), list.inputTimeLimitMillis());
    }

    private void serve(NodeConfig.Exchange exchange, TlsIdentity identity, Directory directory, ContentStore store)
            throws IOException {
        ExchangeServer server = ExchangeServer.start(identity, directory, store, exchange.listen());
        closing.push(server::close);
        Address address = exchange.advertise().orElseGet(() -> address(server.address()));
        Advertiser advertiser =
                new Advertiser(client, config.pool(), config.node(), address, host.timers(), host.workThreads());
        closing.push(advertiser::close);
        advertiser.start();
    }

    private static Address address(InetSocketAddress listens) {
        return new Address(listens.getHostString(), listens.getPort());
    }
}
