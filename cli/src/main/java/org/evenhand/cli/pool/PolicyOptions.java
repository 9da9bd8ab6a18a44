package org.evenhand.cli.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.cli.UserError;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.Nearest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A policy as the user words it: what is in force or the default, then a file, then single values. */
final class PolicyOptions {
    private static final String MEMBERS = "members";
    private static final String COUNTABLES = "countables";

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "A JSON object with the policy's fields; those that it leaves out stay as they are.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            split = ",",
            paramLabel = "FIELD=N",
            description = "One field of the policy, such as target=6500. May be repeated; goes before --policy.")
    private Map<String, Long> fields = new TreeMap<>();

    @Option(
            names = "--countable",
            split = ",",
            paramLabel = "NAME",
            description = "A resource that nodes have in pieces, such as gpu. May be repeated; replaces the list.")
    private List<String> countables = List.of();

    /** Whether the user wants a policy other than the one there is. */
    boolean isGiven() {
        return file != null || !fields.isEmpty() || !countables.isEmpty();
    }

    /** The policy that comes of it. */
    Policy over(Policy base) throws UserError {
        TreeMap<String, Json> wanted = new TreeMap<>(base.toJson().fields());
        TreeSet<String> known = new TreeSet<>(wanted.keySet());
        known.add(COUNTABLES);
        if (file != null) {
            wanted.putAll(read(file).fields());
        }
        for (Map.Entry<String, Long> field : fields.entrySet()) {
            String name = field.getKey();
            if (!known.contains(name) || name.equals(MEMBERS) || name.equals(COUNTABLES)) {
                throw new UserError("expected --set to name a number of the policy, found " + name
                        + Nearest.suggestion(name, known));
            }
            wanted.put(name, Json.of(field.getValue()));
        }
        if (!countables.isEmpty()) {
            wanted.put(COUNTABLES, Json.of(countables.stream().map(Json::of).toList()));
        }
        for (String name : wanted.keySet()) {
            if (!known.contains(name)) {
                throw new UserError(file + ": " + name + " is no field of a policy" + Nearest.suggestion(name, known));
            }
        }
        try {
            return Policy.fromJson(new Json.Obj(wanted));
        } catch (MalformedException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    /** The policy that comes of it, with these members. */
    Policy over(Policy base, List<MspId> members) throws UserError {
        Policy wanted = over(base);
        return members.isEmpty()
                ? wanted
                : new Policy(
                        wanted.rules(),
                        members,
                        wanted.countables(),
                        wanted.thresholds(),
                        wanted.timing(),
                        wanted.caps());
    }

    private static Json.Obj read(Path file) throws UserError {
        try {
            if (CanonicalJson.read(Files.readAllBytes(file)) instanceof Json.Obj object) {
                return object;
            }
            throw new UserError("expected --policy to name a file with one JSON object, found " + file);
        } catch (MalformedException e) {
            throw new UserError("expected --policy to name a file with a policy: " + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UserError("expected --policy to name a file that can be read, found " + file);
        }
    }
}
