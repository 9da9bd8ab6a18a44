package org.evenhand.cli.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;

/**
 * What a running network says of itself, in {@code network.json} of its folder; written once it is ready.
 *
 * @param pid the process that runs it
 * @param organisations their names
 * @param pool the pool that was founded with it
 */
public record NetworkState(long pid, List<String> organisations, PoolId pool) {
    private static final String FILE = "network.json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,40}");
    private static final int ORGANISATIONS_MAX = 5;

    public NetworkState {
        organisations = List.copyOf(organisations);
    }

    /** Whether its process still runs. */
    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    static Optional<NetworkState> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ObjectReader reader = ObjectReader.of("network", CanonicalJson.read(Files.readAllBytes(file)));
            long pid = reader.number("pid", 1, Limits.COUNT_MAX);
            PoolId pool = reader.text("pool", PoolId::new);
            List<String> names = new ArrayList<>();
            for (Json name : reader.list("organisations", ORGANISATIONS_MAX, value -> value)) {
                if (name instanceof Json.Str text && NAME.matcher(text.value()).matches()) {
                    names.add(text.value());
                }
            }
            reader.end();
            return Optional.of(new NetworkState(pid, names, pool));
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
                                .put("pool", pool.name())
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
