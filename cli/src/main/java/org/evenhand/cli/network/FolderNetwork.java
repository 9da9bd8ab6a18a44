package org.evenhand.cli.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.evenhand.cli.UserError;
import org.evenhand.core.model.MspId;

/**
 * An embedded network that runs, seen through its folder: where profiles and identities lie. Looks at nothing that it
 * is not asked about, since most commands want one identity and a peer.
 */
public final class FolderNetwork {
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

    private final Path folder;
    private final NetworkState state;

    private FolderNetwork(Path folder, NetworkState state) {
        this.folder = folder;
        this.state = state;
    }

    /** The network that runs in a folder. */
    public static FolderNetwork running(Path folder) throws IOException, UserError {
        NetworkState state = NetworkState.read(folder)
                .filter(NetworkState::isAlive)
                .orElseThrow(() -> new UserError("expected a network that runs in " + folder
                        + ", found none: start it with 'evenhand network up --data " + folder + "'"));
        return new FolderNetwork(folder, state);
    }

    /** How many organisations the network of a folder has, whether it runs or not; 0 if there is none. */
    static int organisationsIn(Path folder) throws IOException {
        Path peers = folder.resolve("crypto").resolve("peerOrganizations");
        if (!Files.isDirectory(peers)) {
            return 0;
        }
        try (Stream<Path> folders = Files.list(peers)) {
            return (int) folders.count();
        }
    }

    public NetworkState state() {
        return state;
    }

    /** Its organisations, in order. */
    public List<MspId> organisations() {
        return state.organisations().stream().map(FolderNetwork::msp).toList();
    }

    private static MspId msp(String organisation) {
        return new MspId(organisation + "MSP");
    }

    /** An organisation's MSP, by the organisation's name such as {@code Org1}, or by its own. */
    public MspId organisation(String name) throws UserError {
        return state.organisations().stream()
                .filter(organisation ->
                        organisation.equals(name) || msp(organisation).id().equals(name))
                .map(FolderNetwork::msp)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "expected one of the organisations " + state.organisations() + ", found " + name));
    }

    /** The connection profile of an organisation. */
    public Path connectionProfile(MspId msp) {
        return folder.resolve("connection-" + word(msp) + ".json");
    }

    /** The identity's folder; an identity that is not there yet is made, as a client. */
    public Path identity(MspId msp, String name) throws IOException, UserError {
        Path found = identityFolder(msp, name);
        if (!Files.isDirectory(found)) {
            try (RunningNetwork network = RunningNetwork.in(folder)) {
                network.client(msp, name).close();
            }
        }
        return found;
    }

    /** The identity's folder, which must be there. */
    public Path existingIdentity(MspId msp, String name) throws IOException, UserError {
        Path found = identityFolder(msp, name);
        if (!Files.isDirectory(found)) {
            throw new UserError("expected one of the identities of " + msp + ", " + identities(msp) + ", found " + name
                    + ": 'evenhand identity create' makes one");
        }
        return found;
    }

    /** Makes one more identity that will take the place of another one; returns its folder. */
    public Path newIdentity(MspId msp, String name) throws IOException, UserError {
        return identity(msp, freeName(msp, name, "new"));
    }

    /** Puts an identity in the place of another one, which is kept beside it; returns its folder. */
    public Path replace(MspId msp, String name, Path replacement) throws IOException, UserError {
        Path place = identityFolder(msp, name).getParent();
        Path source = replacement.getParent();
        if (place == null || source == null) {
            throw new IllegalArgumentException(replacement + " is no identity's folder");
        }
        if (Files.isDirectory(place)) {
            Files.move(place, place.resolveSibling(freeName(msp, name, "old") + "@" + domain(msp)));
        }
        Files.move(source, place);
        return identityFolder(msp, name);
    }

    private String freeName(MspId msp, String name, String word) throws IOException {
        List<String> taken = identities(msp);
        int number = 1;
        while (taken.contains(name + "." + word + "-" + number)) {
            number++;
        }
        return name + "." + word + "-" + number;
    }

    /** The names of an organisation's identities. */
    public List<String> identities(MspId msp) throws IOException {
        String suffix = "@" + domain(msp);
        try (Stream<Path> folders = Files.list(users(msp))) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    private Path identityFolder(MspId msp, String name) throws UserError {
        if (!IDENTITY.matcher(name).matches()) {
            throw new UserError("expected an identity's name of letters, digits, dots and hyphens, found " + name);
        }
        return users(msp).resolve(name + "@" + domain(msp)).resolve("msp");
    }

    private Path users(MspId msp) {
        return folder.resolve("crypto")
                .resolve("peerOrganizations")
                .resolve(domain(msp))
                .resolve("users");
    }

    private static String domain(MspId msp) {
        return word(msp) + ".example.com";
    }

    private static String word(MspId msp) {
        String id = msp.id();
        return id.substring(0, id.length() - "MSP".length()).toLowerCase(Locale.ROOT);
    }
}
