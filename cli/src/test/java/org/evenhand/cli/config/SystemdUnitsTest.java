package org.evenhand.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.evenhand.cli.CommandTree;
import org.evenhand.cli.ExitCode;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.node.AllocatorNode;
import org.evenhand.node.stopping.Farewell;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The units and the example settings of scripts/systemd, held to what the commands take. */
class SystemdUnitsTest {
    private static final Path FOLDER = Path.of("..", "scripts", "systemd");
    private static final long MARGIN_SECONDS = 10;

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".service")).toList();
        }
    }

    private static String value(Path unit, String key) throws IOException {
        List<String> values = Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
        assertThat(values).as("%s of %s", key, unit).hasSize(1);
        return values.get(0);
    }

    private static CommandLine command(String... path) {
        CommandLine command = CommandTree.whole(Settings.NONE);
        for (String name : path) {
            command = Objects.requireNonNull(command.getSubcommands().get(name), name);
        }
        return command;
    }

    @Test
    void every_unit_starts_a_class_that_there_is_with_options_that_it_takes() throws Exception {
        assertThat(units()).hasSize(3);
        for (Path unit : units()) {
            List<String> words = Arrays.asList(value(unit, "ExecStart").split(" "));
            int main = words.indexOf("/opt/evenhand/lib/*") + 1;
            Class.forName(words.get(main)).getMethod("main", String[].class);
            if (words.get(main).endsWith("cli.Main")) {
                CommandLine command = command(words.get(main + 1), words.get(main + 2));
                assertThat(command.getCommandSpec().optionsMap().keySet())
                        .as(unit.toString())
                        .containsAll(words.stream()
                                .filter(word -> word.startsWith("--"))
                                .toList());
            }
        }
    }

    @Test
    void what_makes_no_sense_is_not_started_again() throws IOException {
        for (Path unit : units()) {
            assertThat(value(unit, "Restart")).isEqualTo("on-failure");
            assertThat(value(unit, "RestartPreventExitStatus")).isEqualTo(String.valueOf(ExitCode.USAGE.number()));
        }
    }

    @Test
    void a_node_has_the_time_that_its_farewell_may_take() throws IOException {
        long farewellSeconds = AllocatorNode.GRACE.toSeconds()
                + (Farewell.HAND_OVER_MILLIS_MAX + Farewell.LAST_WORDS_MILLIS_MAX) / 1_000;
        assertThat(Long.parseLong(value(FOLDER.resolve("evenhand-node@.service"), "TimeoutStopSec")))
                .isGreaterThanOrEqualTo(farewellSeconds + MARGIN_SECONDS);
    }

    @Test
    void every_key_of_the_example_settings_is_an_option_of_its_command() throws Exception {
        assertKeys("node-example.json", command("node", "run"));
        assertKeys("network-example.json", command("network", "up"));
    }

    private static void assertKeys(String file, CommandLine command) throws IOException, MalformedException {
        Json read = CanonicalJson.read(Files.readAllBytes(FOLDER.resolve(file)));
        Set<String> known = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> SettingName.of(option)
                .ifPresent(name -> known.add(name.key())));
        assertThat(read).isInstanceOfSatisfying(Json.Obj.class, object -> assertThat(known)
                .as(file)
                .containsAll(object.fields().keySet()));
    }
}
