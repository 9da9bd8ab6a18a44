package org.evenhand.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.cli.CommandTree;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the table of docs/configuration.md to the options that there are. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final int COMMANDS_NAMED_MAX = 6;
    private static final String HEADING = "| key | commands |";

    private static void collect(CommandLine command, String path, Map<String, Set<String>> keys) {
        if (command.getSubcommands().isEmpty() && !path.equals("help")) {
            command.getCommandSpec().options().forEach(option -> SettingName.of(option)
                    .ifPresent(name -> keys.computeIfAbsent(name.key(), absent -> new TreeSet<>())
                            .add("`" + path + "`")));
        }
        command.getSubcommands().forEach((name, below) -> collect(below, (path + " " + name).strip(), keys));
    }

    private static List<String> table() {
        Map<String, Set<String>> keys = new TreeMap<>();
        collect(CommandTree.whole(Settings.NONE), "", keys);
        return keys.entrySet().stream()
                .map(key -> "| `" + key.getKey() + "` | " + commands(key.getValue()) + " |")
                .toList();
    }

    private static String commands(Collection<String> names) {
        return names.size() > COMMANDS_NAMED_MAX ? "many" : String.join(", ", names);
    }

    @Test
    void the_table_has_every_key_with_the_commands_that_take_it() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int heading = lines.indexOf(HEADING);
        assertThat(heading).as("the line '%s'", HEADING).isPositive();
        assertThat(lines.subList(heading + 2, lines.size()))
                .as("rows of %s; what should stand there:%n%s", DOCUMENT, String.join("\n", table()))
                .isEqualTo(table());
    }
}
