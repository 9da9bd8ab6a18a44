package org.evenhand.node.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.node.content.StoreLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowListTest {
    @TempDir
    private Path folder = Path.of(".");

    private AllowList read(String json) throws IOException {
        Path file = folder.resolve("executors.json");
        Files.writeString(file, json.replace('\'', '"'));
        return AllowList.read(file);
    }

    private void refuses(String json, String... words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("executors.json")
                .hasMessageContainingAll(words);
    }

    @Test
    void a_list_says_what_each_class_may_do() throws IOException {
        String program = Programs.path("cat").toString();
        AllowList list = read("{'classes': {'words': {'command': {'program': '" + program
                + "', 'arguments': ['-A', '{input}'], 'environment': {'TOKEN': 's3cret'}, 'timeLimitMillis': 5}},"
                + "'thumb': {'http': {'url': 'http://127.0.0.1:9000/thumb'}}, 'frame': {'workload': {}}},"
                + "'others': 'time-passing', 'content': {'totalBytesMax': 2000000000}}");
        assertThat(list.of(new ClassName("words")))
                .isInstanceOfSatisfying(Rule.Command.class, command -> assertThat(command.timeLimitMillis())
                        .isEqualTo(5));
        assertThat(list.of(new ClassName("thumb")))
                .isInstanceOfSatisfying(Rule.Http.class, http -> assertThat(http.url())
                        .isEqualTo(URI.create("http://127.0.0.1:9000/thumb")));
        assertThat(list.of(new ClassName("frame"))).isEqualTo(new Rule.Workload());
        assertThat(list.of(new ClassName("other"))).isEqualTo(new Rule.TimePassing());
        assertThat(list.content().totalBytesMax()).isEqualTo(2_000_000_000);
        assertThat(list.content().itemBytesMax()).isEqualTo(StoreLimits.DEFAULT.itemBytesMax());
        assertThat(list.toString()).contains("TOKEN").doesNotContain("s3cret");
    }

    @Test
    void what_is_not_listed_does_not_run() throws IOException {
        assertThat(read("{'classes': {}}").of(new ClassName("words"))).isEqualTo(new Rule.Refuse());
    }

    @Test
    void a_key_that_nobody_knows_is_an_error_that_names_the_nearest() {
        refuses("{'clases': {}}", "clases", "did you mean classes?");
        refuses("{'classes': {'a': {'comand': {}}}}", "comand", "did you mean command?");
        refuses("{'classes': {'a': {'command': {'timelimitMillis': 1}}}}", "did you mean timeLimitMillis?");
        refuses("{'classes': {'a': {'http': {'uri': 'x'}}}}", "did you mean url?");
        refuses("{'classes': {}, 'content': {'itemBytes': 1}}", "did you mean itemBytesMax?");
        refuses("{'classes': {}, 'others': 'refused'}", "did you mean refuse?");
        refuses("{'classes': {'a': {'workload': {'x': 1}}}}", "no key x");
    }

    @Test
    void a_class_has_exactly_one_way_to_run() {
        refuses("{'classes': {'a': {}}}", "[command, http, workload]");
        refuses("{'classes': {'a': {'workload': {}, 'http': {'url': 'http://localhost/'}}}}", "one of");
    }

    @Test
    void a_program_is_an_absolute_path_of_something_that_can_be_executed() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        refuses("{'classes': {'a': {'command': {'program': 'cat'}}}}", "absolute");
        refuses("{'classes': {'a': {'command': {'program': '" + plain + "'}}}}", "executed");
    }

    @Test
    void a_service_is_a_url_without_a_password() {
        refuses("{'classes': {'a': {'http': {'url': 'ftp://localhost/'}}}}", "http.url");
        refuses("{'classes': {'a': {'http': {'url': 'http://me:secret@localhost/'}}}}", "without a user");
    }

    @Test
    void the_mark_of_tasks_cannot_be_set_by_the_list() {
        refuses(
                "{'classes': {'a': {'command': {'program': '" + Programs.path("cat")
                        + "', 'environment': {'EVENHAND_TASK_FOLDER': 'x'}}}}}",
                "EVENHAND_TASK_FOLDER");
    }

    @Test
    void places_in_arguments_are_filled_once_and_doubled_braces_are_text() throws MalformedException {
        Map<String, String> values = Map.of("input", "/a {index} b", "index", "7");
        assertThat(Template.parse("--in={input}").fill(values)).isEqualTo("--in=/a {index} b");
        assertThat(Template.parse("{index}{index}").fill(values)).isEqualTo("77");
        assertThat(Template.parse("{{print}} $1 {}").fill(values)).isEqualTo("{print} $1 {}");
        assertThat(Template.parse("{{input}}").has("input")).isFalse();
        assertThatThrownBy(() -> Template.parse("{inptu}"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("did you mean input?");
    }
}
