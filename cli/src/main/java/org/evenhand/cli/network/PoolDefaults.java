package org.evenhand.cli.network;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.TaskClass;

/** What a new pool starts with: the files of {@code network-config/pool}. */
public final class PoolDefaults {
    private PoolDefaults() {}

    public static Policy policy(List<MspId> members) throws IOException {
        try {
            if (read("policy.json") instanceof Json.Obj written) {
                TreeMap<String, Json> fields = new TreeMap<>(written.fields());
                fields.put(
                        "members", Json.of(members.stream().map(MspId::toJson).toList()));
                return Policy.fromJson(new Json.Obj(fields));
            }
            throw new MalformedException("expected policy.json to hold an object");
        } catch (MalformedException e) {
            throw new IOException("policy.json: " + e.getMessage(), e);
        }
    }

    static List<TaskClass> classes() throws IOException {
        try {
            List<TaskClass> classes = new ArrayList<>();
            if (read("classes.json") instanceof Json.Arr array) {
                for (Json item : array.items()) {
                    classes.add(TaskClass.fromJson(item));
                }
            }
            return classes;
        } catch (MalformedException e) {
            throw new IOException("classes.json: " + e.getMessage(), e);
        }
    }

    private static Json read(String name) throws IOException, MalformedException {
        try (InputStream file = PoolDefaults.class.getResourceAsStream("/pool/" + name)) {
            if (file == null) {
                throw new IOException("this build lacks pool/" + name);
            }
            return CanonicalJson.read(file.readAllBytes());
        }
    }
}
