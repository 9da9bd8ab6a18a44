package org.evenhand.cli.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.evenhand.cli.UserError;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.model.MspId;
import org.evenhand.evaluation.load.LoadTarget;

/** An embedded network that another process runs, as its folder describes it. */
public final class RunningNetwork implements LoadTarget, AutoCloseable {
    private final NetworkState state;
    private final FolderAccess access;

    private RunningNetwork(Path folder, NetworkState state) {
        this.state = state;
        this.access = new FolderAccess(folder, state.organisations());
    }

    /** Finds the network that runs in a folder. */
    public static RunningNetwork in(Path folder) throws IOException, UserError {
        NetworkState state = NetworkState.read(folder)
                .filter(NetworkState::isAlive)
                .orElseThrow(() -> new UserError("expected a network that runs in " + folder
                        + ", found none: start it with 'evenhand network up --data " + folder + "'"));
        return new RunningNetwork(folder, state);
    }

    public NetworkState state() {
        return state;
    }

    @Override
    public List<MspId> organisations() {
        return access.organisations();
    }

    /** The MSP of an organisation, by its name such as {@code Org1}. */
    public MspId organisation(String name) throws UserError {
        return access.organisation(name)
                .orElseThrow(() -> new UserError(
                        "expected one of the organisations " + state.organisations() + ", found " + name));
    }

    @Override
    public EvenhandClient client(MspId msp, String name) throws IOException {
        return access.client(msp, name);
    }

    @Override
    public EvenhandClient admin(MspId msp) throws IOException {
        return access.admin(msp);
    }

    /** The folder of an identity of an organisation. */
    public Path mspFolder(MspId msp, String name) {
        return access.mspFolder(msp, name);
    }

    /** The connection profile of an organisation. */
    public Path connectionProfile(MspId msp) {
        return access.connectionProfile(msp);
    }

    @Override
    public void close() {
        access.close();
    }
}
