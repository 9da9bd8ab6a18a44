package org.evenhand.cli.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskClass;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evenhand class define}. */
@Command(
        name = "define",
        mixinStandardHelpOptions = true,
        description = {
            "Define a task class, as an admin of a member.",
            "A class is never changed: what differs needs a new name."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand class define render --cpu 500 --memory 256 --priority 4 --expected-millis 2000 --movable",
            "  evenhand class define --file classes.json"
        })
final class ClassDefineCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The class's name: lower-case, digits, hyphens.")
    private @Nullable String name;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Define what this file holds instead: a class as a JSON object, or an array of them.")
    private @Nullable Path file;

    @Option(names = "--cpu", paramLabel = "N", defaultValue = "0", description = "Millicores that one task takes.")
    private long cpuMillicores;

    @Option(names = "--memory", paramLabel = "N", defaultValue = "0", description = "MiB that one task takes.")
    private long memoryMib;

    @Option(names = "--network", paramLabel = "N", defaultValue = "0", description = "kbit/s that one task takes.")
    private long networkKbps;

    @Option(
            names = "--storage",
            paramLabel = "N",
            defaultValue = "0",
            description = "Operations per second that one task takes.")
    private long storageIops;

    @Option(
            names = "--resource",
            split = ",",
            paramLabel = "NAME=N",
            description = "Pieces of a countable resource that one task takes, such as gpu=1.")
    private Map<String, Long> countables = new TreeMap<>();

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "0 (least) to 9. Default: ${DEFAULT-VALUE}")
    private long priority;

    @Option(
            names = "--expected-millis",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How long one task is expected to run; rounds learn the real time. Default: ${DEFAULT-VALUE}")
    private long expectedMillis;

    @Option(names = "--movable", description = "A task that runs may be taken to another node, and starts again.")
    private boolean movable;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often a task may be started. Default: ${DEFAULT-VALUE}")
    private long attempts;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        List<TaskClass> classes = classes();
        List<String> lines = new ArrayList<>();
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            for (TaskClass one : classes) {
                opened.client().defineTaskClass(opened.pool(), one);
                lines.add("class " + one.name() + " of pool " + opened.pool() + " is defined");
            }
        }
        output.result(
                Json.object()
                        .put(
                                "defined",
                                Json.of(classes.stream().map(TaskClass::toJson).toList()))
                        .build(),
                lines);
        return ExitCode.OK.number();
    }

    private List<TaskClass> classes() throws UserError {
        if ((file == null) == (name == null)) {
            throw new UserError("expected the name of a class or --file, found " + (file == null ? "none" : "both"));
        }
        try {
            return file == null ? List.of(TaskClass.fromJson(worded())) : read(file);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new UserError((file == null ? "" : file + ": ") + e.getMessage());
        } catch (IOException e) {
            throw new UserError("expected --file to name a file that can be read, found " + file);
        }
    }

    /** As JSON, so that what the options say is checked as what a file says is. */
    private Json worded() {
        Json.ObjectBuilder demand = Json.object()
                .putUnlessZero(Resources.CPU, cpuMillicores)
                .putUnlessZero(Resources.MEMORY, memoryMib)
                .putUnlessZero(Resources.NETWORK, networkKbps)
                .putUnlessZero(Resources.STORAGE, storageIops);
        countables.forEach(demand::put);
        return Json.object()
                .put("name", String.valueOf(name))
                .put("demand", demand.build())
                .put("priority", priority)
                .put("expectedMillis", expectedMillis)
                .putIfTrue("movable", movable)
                .put("attempts", attempts)
                .build();
    }

    private static List<TaskClass> read(Path file) throws IOException, MalformedException {
        Json content = CanonicalJson.read(Files.readAllBytes(file));
        List<TaskClass> classes = new ArrayList<>();
        for (Json item : content instanceof Json.Arr array ? array.items() : List.of(content)) {
            classes.add(TaskClass.fromJson(item));
        }
        return classes;
    }
}
