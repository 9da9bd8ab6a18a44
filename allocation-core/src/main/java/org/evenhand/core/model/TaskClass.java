package org.evenhand.core.model;

import java.util.List;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What the tasks of a submission have in common. Defined once; a change needs a new name, so that a round which reads a
 * class can never collide with somebody who edits it.
 *
 * @param name its name in the pool
 * @param demand what one running task takes of each resource
 * @param priority 0 (least) to 9; a submission may ask for another
 * @param expectedMillis expected running time of one task, in milliseconds, 1 or more; rounds learn the real one
 * @param movable whether a task that runs may be taken to another node
 * @param attempts how often a task may be started, 1 to 100
 */
public record TaskClass(
        ClassName name, Resources demand, int priority, long expectedMillis, boolean movable, int attempts) {
    public TaskClass {
        if (demand.isEmpty()) {
            throw new IllegalArgumentException("a task class demands something of at least one resource");
        }
        if (priority < 0 || priority > Limits.PRIORITY_MAX) {
            throw new IllegalArgumentException("priority " + priority);
        }
        if (expectedMillis < 1 || expectedMillis > Limits.DURATION_MAX_MILLIS) {
            throw new IllegalArgumentException("expected duration of " + expectedMillis + " ms");
        }
        if (attempts < 1 || attempts > Limits.ATTEMPTS_MAX) {
            throw new IllegalArgumentException(attempts + " attempts");
        }
    }

    public static TaskClass fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("class", value);
        ClassName name = reader.text("name", ClassName::new);
        Resources demand = Resources.fromJson("demand", reader.required("demand"));
        if (demand.isEmpty()) {
            throw new MalformedException(
                    MalformedException.Problem.NUMBER_OUT_OF_RANGE, "expected class.demand to name a resource");
        }
        TaskClass taskClass = new TaskClass(
                name,
                demand,
                (int) reader.number("priority", 0, Limits.PRIORITY_MAX, 0),
                reader.number("expectedMillis", 1, Limits.DURATION_MAX_MILLIS),
                reader.flag("movable"),
                (int) reader.number("attempts", 1, Limits.ATTEMPTS_MAX, 3));
        reader.end();
        return taskClass;
    }

    /** Reads the answer of {@code ListClasses}. */
    public static List<TaskClass> listFromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("classes", CanonicalJson.read(bytes));
        List<TaskClass> classes = reader.list("classes", Integer.MAX_VALUE, TaskClass::fromJson);
        reader.end();
        return classes;
    }

    public Json toJson() {
        return Json.object()
                .put("name", name.name())
                .put("demand", demand.toJson())
                .put("priority", priority)
                .put("expectedMillis", expectedMillis)
                .putIfTrue("movable", movable)
                .put("attempts", attempts)
                .build();
    }
}
