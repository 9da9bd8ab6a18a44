package org.evenhand.cli.network;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.evenhand.cli.UserError;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.model.MspId;
import org.evenhand.evaluation.load.LoadTarget;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Role;

/** An embedded network that another process runs, as its folder describes it. */
public final class RunningNetwork implements LoadTarget, AutoCloseable {
    private final Path folder;
    private final NetworkState state;
    private final CryptoMaterial crypto;
    private final TreeMap<MspId, ManagedChannel> channels = new TreeMap<>();

    private RunningNetwork(Path folder, NetworkState state) {
        this.folder = folder;
        this.state = state;
        this.crypto = CryptoMaterial.openExisting(folder.resolve("crypto"), state.organisations());
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
        return crypto.organisations().stream()
                .map(organisation -> new MspId(organisation.mspId()))
                .toList();
    }

    /** The MSP of an organisation, by its name such as {@code Org1}. */
    public MspId organisation(String name) throws UserError {
        for (OrganisationMaterial organisation : crypto.organisations()) {
            if (organisation.name().equals(name) || organisation.mspId().equals(name)) {
                return new MspId(organisation.mspId());
            }
        }
        throw new UserError("expected one of the organisations " + state.organisations() + ", found " + name);
    }

    private OrganisationMaterial material(MspId msp) {
        return crypto.organisations().stream()
                .filter(organisation -> organisation.mspId().equals(msp.id()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public EvenhandClient client(MspId msp, String name) throws IOException {
        material(msp).issue(name, Role.CLIENT);
        return connect(msp, name);
    }

    @Override
    public EvenhandClient admin(MspId msp) throws IOException {
        return connect(msp, "Admin");
    }

    private EvenhandClient connect(MspId msp, String name) throws IOException {
        return EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(msp, mspFolder(msp, name)))
                .settings(GatewaySettings.of(LocalNetwork.CHANNEL, LocalNetwork.CHAINCODE))
                .connection(channel(msp))
                .connect();
    }

    /** The folder of an identity of an organisation. */
    public Path mspFolder(MspId msp, String name) {
        OrganisationMaterial material = material(msp);
        return material.folder()
                .resolve("users")
                .resolve(name + "@" + material.domain())
                .resolve("msp");
    }

    /** The connection profile of an organisation. */
    public Path connectionProfile(MspId msp) {
        return folder.resolve("connection-" + material(msp).name().toLowerCase(Locale.ROOT) + ".json");
    }

    private synchronized ManagedChannel channel(MspId msp) throws IOException {
        ManagedChannel channel = channels.get(msp);
        if (channel == null) {
            channel = ConnectionProfile.read(connectionProfile(msp))
                    .peers()
                    .get(0)
                    .connect();
            channels.put(msp, channel);
        }
        return channel;
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
