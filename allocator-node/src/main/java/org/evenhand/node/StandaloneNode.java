package org.evenhand.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.connect.PeerEndpoint;
import org.evenhand.client.event.AtomicCheckpointer;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.gateway.GatewayNodeLedger;
import org.evenhand.node.gateway.GatewayPoolLedger;
import org.evenhand.node.gateway.LaggingCheckpointer;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.sensing.MachineSensor;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.sensing.Sensor;
import org.evenhand.node.stopping.StopFile;
import org.evenhand.node.stopping.StopNote;
import org.evenhand.node.stopping.StopReport;
import org.evenhand.node.time.SystemTimers;

/** One node as a process of its own, made from its configuration. */
public final class StandaloneNode implements AutoCloseable {
    private final NodeHost host;
    private final AllocatorNode node;
    private final Deque<Runnable> closing;

    private StandaloneNode(NodeHost host, AllocatorNode node, Deque<Runnable> closing) {
        this.host = host;
        this.node = node;
        this.closing = closing;
    }

    /**
     * Connects and starts.
     *
     * @throws FolderInUseException if another process runs this node
     * @throws IOException if a file or folder of the configuration cannot be used
     * @throws LedgerException if the ledger cannot be reached
     */
    public static StandaloneNode start(NodeConfig config) throws IOException, LedgerException {
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            return start(config, closing);
        } catch (IOException | LedgerException | RuntimeException e) {
            closing.forEach(Runnable::run);
            throw e;
        }
    }

    /** Starts the node; pushes how to close each thing as soon as it is open. */
    private static StandaloneNode start(NodeConfig config, Deque<Runnable> closing)
            throws IOException, LedgerException {
        DataFolder data = DataFolder.open(config.dataFolder());
        closing.push(data::close);
        EvenhandClient client = connect(config);
        closing.push(client::close);
        SystemTimers timers = new SystemTimers();
        closing.push(timers::close);
        LaggingCheckpointer checkpointer =
                new LaggingCheckpointer(AtomicCheckpointer.open(data.file("checkpoint.json")), timers);
        NodeHost host = NodeHost.open(new GatewayPoolLedger(client, config.pool(), checkpointer), timers);
        closing.push(host::close);
        TaskExecutor executor = new WorkBench(config, data, client, host, closing).executor();
        StopNote stopNote = StopFile.open(data.file("stopped.json"));
        return new StandaloneNode(host, host.start(parts(config, client, executor, stopNote)), closing);
    }

    private static EvenhandClient connect(NodeConfig config) throws IOException {
        ConnectionProfile profile = ConnectionProfile.read(config.network().profile());
        PeerEndpoint peer = config.network()
                .peer()
                .map(profile::peer)
                .orElse(profile.peers().get(0));
        return EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(config.msp(), config.network().identity()))
                .settings(GatewaySettings.of(
                        config.network().channel(), config.network().chaincode()))
                .peer(peer)
                .connect();
    }

    private static NodeParts parts(NodeConfig config, EvenhandClient client, TaskExecutor executor, StopNote stopNote) {
        Sensor sensor =
                switch (config.accounting()) {
                    case MACHINE -> new MachineSensor(executor);
                    case PROCESS_SHARE -> new ProcessShareSensor(executor, BackgroundLoad.declared());
                };
        return new NodeParts(
                config.node(),
                config.capacity(),
                new GatewayNodeLedger(client, config.pool(), config.node()),
                executor,
                sensor,
                config.pace(),
                stopNote);
    }

    public AllocatorNode node() {
        return node;
    }

    /** The pool, as this process follows it. */
    public PoolFollower pool() {
        return host.pool();
    }

    /** Stops in good order, as {@link AllocatorNode#stop(Duration)} does; what it uses stays open until the close. */
    public CompletableFuture<StopReport> stop(Duration grace) {
        return node.stop(grace);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
