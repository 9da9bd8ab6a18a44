package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;

/**
 * A command that was run in this process.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it said on the way
 */
public record Ran(int exit, String out, String err) {
    public static Ran command(String... arguments) {
        return with(Map.of(), arguments);
    }

    /** Runs a command in an environment that has these variables and no other. */
    public static Ran with(Map<String, String> environment, String... arguments) {
        Main.quieten();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(List.of(arguments), environment, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ran(exit, out.toString(), err.toString());
    }

    public Ran exits(ExitCode code) {
        assertThat(exit).as("exit code; output: %s%s", out, err).isEqualTo(code.number());
        return this;
    }

    /** The result as JSON: one object on one line, and nothing else. */
    public Json.Obj json() {
        assertThat(out.lines()).as("lines of output; errors: %s", err).hasSize(1);
        try {
            Json read = CanonicalJson.read(out.strip().getBytes(StandardCharsets.UTF_8));
            assertThat(read).isInstanceOf(Json.Obj.class);
            return (Json.Obj) read;
        } catch (MalformedException e) {
            throw new AssertionError(out, e);
        }
    }

    public static Json.Obj object(Json.Obj in, String name) {
        assertThat(in.fields()).containsKey(name);
        return (Json.Obj) in.fields().getOrDefault(name, Json.object().build());
    }

    public static List<Json> list(Json.Obj in, String name) {
        assertThat(in.fields()).containsKey(name);
        return ((Json.Arr) in.fields().getOrDefault(name, Json.of(List.of()))).items();
    }

    public static long number(Json.Obj in, String name) {
        assertThat(in.fields().get(name)).as(name).isInstanceOf(Json.Num.class);
        return ((Json.Num) in.fields().getOrDefault(name, Json.of(0))).value();
    }

    public static String text(Json.Obj in, String name) {
        assertThat(in.fields().get(name)).as(name).isInstanceOf(Json.Str.class);
        return ((Json.Str) in.fields().getOrDefault(name, Json.of(""))).value();
    }
}
