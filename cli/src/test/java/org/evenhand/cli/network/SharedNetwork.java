package org.evenhand.cli.network;

import java.io.IOException;
import java.nio.file.Path;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Request;
import org.evenhand.core.model.PoolId;
import org.evenhand.evaluation.load.Foundation;

/** An embedded network in this process that looks to commands as one that 'network up' has started. */
public final class SharedNetwork implements AutoCloseable {
    public static final PoolId POOL = new PoolId("main");
    private static final int ORGANISATIONS = 2;

    private final Path folder;
    private final LocalNetwork network;

    private SharedNetwork(Path folder, LocalNetwork network) {
        this.folder = folder;
        this.network = network;
    }

    /** Starts a network of two organisations with a pool. */
    public static SharedNetwork start(Path folder) throws IOException, EvenhandException, InterruptedException {
        LocalNetwork network = LocalNetwork.start(folder, LocalNetwork.names(ORGANISATIONS));
        Foundation.found(network, POOL, PoolDefaults.policy(network.organisations()), PoolDefaults.classes());
        NetworkState.ofThisProcess(LocalNetwork.names(ORGANISATIONS), POOL, network.genesisHash())
                .write(folder);
        return new SharedNetwork(folder, network);
    }

    /** Its folder, as {@code --data} names it. */
    public String data() {
        return folder.toString();
    }

    public LocalNetwork network() {
        return network;
    }

    /** How many blocks there are, and what the pool looks like: equal before and after what changed nothing. */
    public String fingerprint() throws Exception {
        try (EvenhandClient client = network.admin(network.organisations().get(0))) {
            return network.height() + " "
                    + client.query(Request.of(Functions.GET_POOL, POOL.name())).get() + " "
                    + client.query(Request.of(Functions.GET_HEAD, POOL.name())).get();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
