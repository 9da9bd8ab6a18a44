package org.evenhand.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;

/**
 * The settings of a node that is a process of its own, as its file says them. Paths in the file are found from its
 * folder. A key that is not known is an error.
 *
 * @param pool the pool it is a node of
 * @param node its name, {@code Org1MSP.node-1}: organisation and stream
 * @param network how it reaches the ledger
 * @param capacity what it has
 * @param dataFolder where it keeps its checkpoint and scratch files
 * @param accounting whose load it reports
 * @param executor what runs its tasks
 * @param pace how eager it is
 * @param work what it lets tasks do, and with whom it exchanges what they work on and make
 */
public record NodeConfig(
        PoolId pool,
        StreamId node,
        Access network,
        Resources capacity,
        Path dataFolder,
        Accounting accounting,
        Execution executor,
        NodePace pace,
        Work work) {
    private static final Pattern PATH = Pattern.compile(".{1,4096}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final Pattern WORD = Pattern.compile("[a-z-]{1,30}");
    private static final long PACE_MILLIS_MAX = 60_000;

    /** Whose load a node reports. */
    public enum Accounting {
        /** The machine's, as the operating system sees it: the node has the machine to itself. */
        MACHINE,
        /** What its own tasks use: several nodes share the machine. */
        PROCESS_SHARE
    }

    /** What runs a node's tasks. */
    public enum Execution {
        /** Really uses what a class says. */
        WORKLOAD,
        /** Only lets time pass. */
        TIME_PASSING
    }

    /**
     * How a node reaches the ledger.
     *
     * @param channel the channel's name
     * @param chaincode the contract's name on it
     * @param profile file of the organisation's connection profile
     * @param peer the peer to use, or nothing for the profile's first
     * @param identity folder with the node's certificate and key, as Fabric's tools lay it out
     */
    public record Access(String channel, String chaincode, Path profile, Optional<String> peer, Path identity) {}

    /**
     * Real work.
     *
     * @param executors file with what the owner lets each class of tasks do; without it all classes are run by
     *     {@link NodeConfig#executor}
     * @param exchange where the node gives and takes content, if it does
     */
    public record Work(Optional<Path> executors, Optional<Exchange> exchange) {
        /** A node that only plays work. */
        public static final Work NONE = new Work(Optional.empty(), Optional.empty());

        boolean isEmpty() {
            return executors.isEmpty() && exchange.isEmpty();
        }
    }

    /**
     * A place to exchange content.
     *
     * @param listen where the node listens; port 0 for any
     * @param advertise where others reach it, if that is another address
     */
    public record Exchange(InetSocketAddress listen, Optional<Address> advertise) {
        public Exchange {
            boolean everywhere =
                    listen.getAddress() != null && listen.getAddress().isAnyLocalAddress();
            if (everywhere && advertise.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected an address to advertise, since " + listen + " is none that others can use");
            }
        }
    }

    public NodeConfig {
        if (capacity.isEmpty()) {
            throw new IllegalArgumentException("a node has some capacity");
        }
    }

    /** The organisation whose node it is. */
    public MspId msp() {
        return node.msp();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or says something that makes no sense; the message says what
     */
    public static NodeConfig read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return fromJson(CanonicalJson.read(Files.readAllBytes(file)), folder == null ? Path.of("/") : folder);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a configuration.
     *
     * @param folder from where relative paths are found
     */
    static NodeConfig fromJson(Json value, Path folder) throws MalformedException {
        ObjectReader reader = ObjectReader.of("node configuration", value);
        NodeConfig config = new NodeConfig(
                reader.text("pool", PoolId::new),
                reader.text("node", StreamId::parse),
                new Access(
                        reader.text("channel", NAME),
                        reader.text("chaincode", NAME),
                        folder.resolve(reader.text("connectionProfile", PATH)),
                        Optional.of(reader.textOrEmpty("peer", NAME)).filter(name -> !name.isEmpty()),
                        folder.resolve(reader.text("identity", PATH))),
                Resources.fromJson("capacity", reader.required("capacity")),
                folder.resolve(reader.text("dataFolder", PATH)),
                choice(Accounting.class, reader.textOrEmpty("accounting", WORD), Accounting.MACHINE),
                choice(Execution.class, reader.textOrEmpty("executor", WORD), Execution.WORKLOAD),
                new NodePace(
                        pace(reader, "reportSoonestMillis", NodePace.DEFAULT.reportSoonestMillis()),
                        pace(reader, "settleMillis", NodePace.DEFAULT.settleMillis()),
                        pace(reader, "roundPauseMillis", NodePace.DEFAULT.roundPauseMillis())),
                Work.NONE);
        reader.end();
        return config;
    }

    private static long pace(ObjectReader reader, String name, long absent) throws MalformedException {
        return reader.number(name, 0, Math.min(PACE_MILLIS_MAX, Limits.DURATION_MAX_MILLIS), absent);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String word, E absent) throws MalformedException {
        if (word.isEmpty()) {
            return absent;
        }
        StringBuilder known = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(word)) {
                return constant;
            }
            known.append(known.length() == 0 ? "" : " or ").append(name);
        }
        throw new MalformedException("expected " + known + ", found " + word);
    }
}
