package org.evenhand.network.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one network: who it belongs to while the network runs, and what must stay the same from one run to the
 * next, which is the channel, the organisations and their ports, so that a connection profile stays valid.
 */
final class NetworkFolder implements AutoCloseable {
    /**
     * Below the range from which systems take the ports of outgoing connections, so that a port is still free next
     * time.
     */
    private static final int PORT_MIN = 20_000;

    private static final int PORT_MAX = 32_000;
    private static final int PORT_TRIES_MAX = 1_000;

    private final Path folder;
    private final FileChannel lockFile;
    private final List<Integer> ports;

    private NetworkFolder(Path folder, FileChannel lockFile, List<Integer> ports) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.ports = List.copyOf(ports);
    }

    /**
     * Takes the folder for this process.
     *
     * @throws IllegalStateException if another network has it.
     * @throws IllegalArgumentException if it holds a network of another channel or of other organisations.
     */
    static NetworkFolder open(Path folder, String channel, List<String> organisations) {
        FileChannel lockFile = null;
        try {
            Files.createDirectories(folder);
            lockFile = lock(folder);
            List<Integer> ports = ports(folder.resolve("network.properties"), channel, organisations);
            return new NetworkFolder(folder, lockFile, ports);
        } catch (IOException e) {
            release(lockFile);
            throw new UncheckedIOException("cannot use " + folder, e);
        } catch (RuntimeException e) {
            release(lockFile);
            throw e;
        }
    }

    Path crypto() {
        return folder.resolve("crypto");
    }

    Path ledger() {
        return folder.resolve("ledger");
    }

    Path profile(String organisation) {
        return folder.resolve("connection-" + organisation.toLowerCase(Locale.ROOT) + ".json");
    }

    /** The port of an organisation's peer, by the organisation's place in the list. */
    int peerPort(int organisation) {
        return ports.get(organisation);
    }

    /** The port that the channel's configuration names for the orderer. */
    int ordererPort() {
        return ports.get(ports.size() - 1);
    }

    @Override
    public void close() {
        release(lockFile);
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("network.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new IllegalStateException("another embedded network is running in " + folder);
        }
        return file;
    }

    private static List<Integer> ports(Path file, String channel, List<String> organisations) throws IOException {
        String names = String.join(",", organisations);
        if (Files.notExists(file)) {
            List<Integer> chosen = choosePorts(organisations.size() + 1);
            write(file, channel, names, chosen);
            return chosen;
        }
        Properties stored = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        }
        if (!channel.equals(stored.getProperty("channel")) || !names.equals(stored.getProperty("organisations"))) {
            throw new IllegalArgumentException(file.getParent() + " holds the network of channel "
                    + stored.getProperty("channel") + " and organisations " + stored.getProperty("organisations")
                    + ", asked was for " + channel + " and " + names);
        }
        List<Integer> ports = new ArrayList<>();
        for (String port : stored.getProperty("ports", "").split(",", -1)) {
            ports.add(Integer.valueOf(port));
        }
        return ports;
    }

    private static void write(Path file, String channel, String organisations, List<Integer> ports) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(
                unfinished,
                List.of(
                        "# What stays the same from run to run. The last port is the orderer's, the others the peers'.",
                        "channel=" + channel,
                        "organisations=" + organisations,
                        "ports="
                                + String.join(
                                        ",", ports.stream().map(String::valueOf).toList())));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Integer> choosePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == PORT_TRIES_MAX) {
                throw new IOException("no free ports between " + PORT_MIN + " and " + PORT_MAX);
            }
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void release(@Nullable FileChannel lockFile) {
        if (lockFile == null) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the folder's lock", e);
        }
    }
}
