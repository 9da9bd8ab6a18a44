package org.evenhand.cli.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;

/**
 * What a running network says of itself, in {@code network.json} of its folder; written once it is ready.
 *
 * @param pid the process that runs it
 * @param startedMillis when that process started, in milliseconds since 1970, or 0 where the system does not tell: a
 *     number that has since been given to another process must not be taken for it
 * @param organisations their names
 * @param pool the pool that was founded with it
 * @param genesis the hash of block 0's header, in hexadecimal
 */
public record NetworkState(long pid, long startedMillis, List<String> organisations, PoolId pool, String genesis) {
    private static final String FILE = "network.json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,40}");
    private static final int ORGANISATIONS_MAX = 5;

    /** The system derives the time of a start from its own, which may be set right in between. */
    private static final long START_TOLERANCE_MILLIS = 10_000;

    public NetworkState {
        organisations = List.copyOf(organisations);
    }

    /** The state of a network that this process runs. */
    static NetworkState ofThisProcess(List<String> organisations, PoolId pool, String genesis) {
        ProcessHandle self = ProcessHandle.current();
        return new NetworkState(self.pid(), startedMillis(self).orElse(0L), organisations, pool, genesis);
    }

    private static Optional<Long> startedMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli);
    }

    /** Its process, if that still runs. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
    }

    private boolean isTheSame(ProcessHandle process) {
        Optional<Long> started = startedMillis(process);
        return startedMillis == 0
                || started.isEmpty()
                || Math.abs(started.get() - startedMillis) <= START_TOLERANCE_MILLIS;
    }

    /** Whether its process still runs. */
    public boolean isAlive() {
        return process().isPresent();
    }

    static Optional<NetworkState> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ObjectReader reader = ObjectReader.of("network", CanonicalJson.read(Files.readAllBytes(file)));
            long pid = reader.number("pid", 1, Limits.COUNT_MAX);
            long startedMillis = reader.number("startedMillis", 0, Limits.TIME_MAX_MILLIS);
            PoolId pool = reader.text("pool", PoolId::new);
            String genesis = reader.text("genesis", Digest::new).hex();
            List<String> names = new ArrayList<>();
            for (Json name : reader.list("organisations", ORGANISATIONS_MAX, value -> value)) {
                if (name instanceof Json.Str text && NAME.matcher(text.value()).matches()) {
                    names.add(text.value());
                }
            }
            reader.end();
            return Optional.of(new NetworkState(pid, startedMillis, names, pool, genesis));
        } catch (MalformedException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    void write(Path folder) throws IOException {
        Path unfinished = folder.resolve(FILE + ".unfinished");
        Files.write(
                unfinished,
                Bytes.of(Json.object()
                                .put("pid", pid)
                                .put("startedMillis", startedMillis)
                                .put("pool", pool.name())
                                .put("genesis", genesis)
                                .put(
                                        "organisations",
                                        Json.of(organisations.stream()
                                                .map(Json::of)
                                                .toList()))
                                .build())
                        .toArray());
        Files.move(unfinished, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
