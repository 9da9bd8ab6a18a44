package org.evenhand.cli.network;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.model.MspId;
import org.evenhand.evaluation.load.LoadTarget;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.Role;

/**
 * Identities and connections of an embedded network, from the folder in which it lies; whoever runs it. One connection
 * per organisation serves all its clients.
 */
final class FolderAccess implements LoadTarget, AutoCloseable {
    private final Path folder;
    private final CryptoMaterial crypto;
    private final TreeMap<MspId, ManagedChannel> channels = new TreeMap<>();

    /** Access to a network that has been set up. */
    FolderAccess(Path folder, List<String> organisations) {
        this.folder = folder;
        this.crypto = CryptoMaterial.openExisting(folder.resolve("crypto"), organisations);
    }

    @Override
    public List<MspId> organisations() {
        return crypto.organisations().stream()
                .map(organisation -> new MspId(organisation.mspId()))
                .toList();
    }

    /** The MSP of an organisation, by its name such as {@code Org1}, or by its MSP's. */
    Optional<MspId> organisation(String name) {
        return crypto.organisations().stream()
                .filter(organisation ->
                        organisation.name().equals(name) || organisation.mspId().equals(name))
                .map(organisation -> new MspId(organisation.mspId()))
                .findFirst();
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
    Path mspFolder(MspId msp, String name) {
        OrganisationMaterial material = material(msp);
        return material.folder()
                .resolve("users")
                .resolve(name + "@" + material.domain())
                .resolve("msp");
    }

    /** The connection profile of an organisation. */
    Path connectionProfile(MspId msp) {
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
