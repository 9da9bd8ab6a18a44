package org.evenhand.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.cli.UserError;
import org.evenhand.cli.config.Settings;
import org.evenhand.cli.config.Source;
import org.evenhand.cli.network.FolderNetwork;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command reaches its pool: through the folder of an embedded network, or through a connection profile and an
 * identity of any Fabric network. A process that has one connection uses it for everything.
 */
public final class Connection {
    /** The identity of those who govern, in an embedded network's folder. */
    public static final String ADMIN = "Admin";

    private static final String DATA = "--data";
    private static final String PROFILE = "--profile";
    private static final String FOLDER = "evenhand-data";
    private static final String POOL = "main";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = DATA,
            paramLabel = "DIR",
            description = "Folder of an embedded network that runs. Default: " + FOLDER + ", unless --profile is given")
    private @Nullable Path data;

    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "With --data: the organisation that calls, such as Org2. Default: the network's first")
    private @Nullable String organisation;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "With --data: the identity that calls, one of the organisation's. Default: the one that the"
                    + " command needs")
    private @Nullable String identityName;

    @Mixin
    private FabricOptions fabric = new FabricOptions();

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "The pool. Default: the embedded network's, or " + POOL)
    private @Nullable String poolName;

    /**
     * Connects to the pool.
     *
     * @param name who calls if the user does not say: {@link #ADMIN}, or a client that is made if it is not there yet
     */
    public PoolClient open(String name) throws IOException, UserError {
        return PoolClient.open(target(name));
    }

    /** Finds out what to connect to; see {@link #open}. */
    public Target target(String name) throws IOException, UserError {
        return isEmbedded() ? embedded(name, organisation) : fabric.target(poolOr(POOL));
    }

    /**
     * Connects to the pool as the owner of a node or a stream.
     *
     * @param owned the stream as the user wrote it: {@code node-1} of the calling organisation, or with its
     *     organisation, {@code Org1MSP.node-1}
     */
    public OwnStream openOwn(String owned) throws IOException, UserError {
        return openOwn(owned, false);
    }

    /** As {@link #openOwn(String)}, but the organisation's admin calls for the stream's owner if asked for. */
    public OwnStream openOwn(String owned, boolean byAdmin) throws IOException, UserError {
        int dot = owned.indexOf('.');
        String name = owned.substring(dot + 1);
        String caller = byAdmin ? ADMIN : name;
        String named = dot < 0 ? "" : owned.substring(0, dot);
        Streams.require(owned.isEmpty() ? " " : name);
        Target target = isEmbedded()
                ? embedded(caller, named.isEmpty() || organisation != null ? organisation : named)
                : fabric.target(poolOr(POOL));
        if (!named.isEmpty() && !named.equals(target.msp().id())) {
            throw new UserError("expected a stream of the calling organisation, " + target.msp() + ", found " + owned);
        }
        return new OwnStream(PoolClient.open(target), Streams.of(target.msp(), name));
    }

    /** Whether it is the folder of an embedded network: if both are set, the setting that goes before the other. */
    public boolean isEmbedded() throws UserError {
        if (fabric.profile().isEmpty()) {
            return true;
        }
        Source forData = Settings.sourceOf(command, DATA);
        Source forProfile = Settings.sourceOf(command, PROFILE);
        if (forData == forProfile) {
            throw new UserError("expected --data (an embedded network) or --profile (any Fabric network), found both");
        }
        if (forData.compareTo(forProfile) > 0) {
            requireNoFlag("--org", PROFILE);
            requireNoFlag("--as", PROFILE);
            return false;
        }
        return true;
    }

    private void requireNoFlag(String option, String with) throws UserError {
        if (Settings.sourceOf(command, option) == Source.FLAG) {
            throw new UserError("expected no " + option + " with " + with + ": it belongs to --data");
        }
    }

    /** The folder of the embedded network. */
    public Path folder() {
        return data == null ? Path.of(FOLDER) : data;
    }

    private Target embedded(String name, @Nullable String organisationName) throws IOException, UserError {
        for (String option : FabricOptions.NAMES) {
            requireNoEmbeddedFlag(option);
        }
        FolderNetwork network = FolderNetwork.running(folder());
        MspId msp = organisationName == null ? network.organisations().get(0) : network.organisation(organisationName);
        return new Target(
                poolOr(network.state().pool().name()),
                msp,
                identityName == null ? network.identity(msp, name) : network.existingIdentity(msp, identityName),
                network.connectionProfile(msp),
                Optional.empty(),
                LocalNetwork.CHANNEL,
                LocalNetwork.CHAINCODE,
                Optional.of(folder()));
    }

    private void requireNoEmbeddedFlag(String option) throws UserError {
        if (Settings.sourceOf(command, option) == Source.FLAG) {
            throw new UserError("expected no " + option + " with --data: it belongs to --profile");
        }
    }

    private PoolId poolOr(String absent) throws UserError {
        String chosen = poolName == null ? absent : poolName;
        try {
            return new PoolId(chosen);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --pool to be lower-case letters, digits and hyphens, found " + chosen);
        }
    }
}
