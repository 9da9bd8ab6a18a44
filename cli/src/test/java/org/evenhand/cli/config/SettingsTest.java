package org.evenhand.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flag before environment before file before default, as 'config print' shows it. */
class SettingsTest {
    @TempDir
    private Path folder = Path.of(".");

    private String file(String json) throws IOException {
        Path file = folder.resolve("node.json");
        Files.writeString(file, json);
        return file.toString();
    }

    private static Json.Obj setting(Ran printed, String key) {
        return Ran.object(printed.exits(ExitCode.OK).json(), key);
    }

    private static void assertSetting(Ran printed, String key, String value, Source source) {
        assertThat(Ran.text(setting(printed, key), "value")).isEqualTo(value);
        assertThat(Ran.text(setting(printed, key), "source")).isEqualTo(source.word());
    }

    private static void assertClear(Ran wrong) {
        wrong.exits(ExitCode.USAGE);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith("evenhand: ").doesNotContain("\tat ", "Exception");
    }

    @Test
    void a_flag_goes_before_the_environment_that_before_the_file_and_that_before_the_default() throws IOException {
        String file = file("{\"cpu\": 1, \"memory\": 2, \"storage\": 3}");
        Ran printed = Ran.with(
                Map.of("EVENHAND_CPU", "10", "EVENHAND_MEMORY", "20"),
                "config",
                "print",
                "--json",
                "--config",
                file,
                "node",
                "run",
                "--cpu",
                "100");
        assertSetting(printed, "cpu", "100", Source.FLAG);
        assertSetting(printed, "memory", "20", Source.ENVIRONMENT);
        assertSetting(printed, "storage", "3", Source.FILE);
        assertSetting(printed, "network", "0", Source.DEFAULT);
    }

    @Test
    void the_environment_may_name_the_file_and_a_flag_another() throws IOException {
        String file = file("{\"reportSoonestMillis\": 200, \"executor\": \"time-passing\"}");
        Map<String, String> environment = Map.of("EVENHAND_CONFIG", file);
        Ran printed = Ran.with(environment, "config", "print", "--json", "node", "run");
        assertSetting(printed, "reportSoonestMillis", "200", Source.FILE);
        assertSetting(printed, "executor", "time-passing", Source.FILE);

        Path other = folder.resolve("other.json");
        Files.writeString(other, "{}");
        Ran without = Ran.with(environment, "--config=" + other, "config", "print", "--json", "node", "run");
        assertSetting(without, "reportSoonestMillis", "100", Source.DEFAULT);
    }

    @Test
    void paths_in_the_file_are_found_from_its_folder() throws IOException {
        String file = file("{\"profile\": \"connection-org1.json\", \"identity\": \"/etc/evenhand/msp\"}");
        Ran printed = Ran.command("config", "print", "--json", "--config", file, "node", "run");
        assertSetting(printed, "profile", folder.resolve("connection-org1.json").toString(), Source.FILE);
        assertSetting(printed, "identity", "/etc/evenhand/msp", Source.FILE);
    }

    @Test
    void a_map_is_an_object_and_a_flag_is_a_truth_value() throws IOException {
        String file = file("{\"resource\": {\"gpu\": 2, \"slot\": 8}, \"quiet\": true}");
        Ran printed = Ran.command("config", "print", "--json", "--config", file, "node", "run");
        assertSetting(printed, "resource", "gpu=2,slot=8", Source.FILE);
        assertSetting(printed, "quiet", "true", Source.FILE);
    }

    @Test
    void an_unknown_key_is_fatal_and_answered_with_the_nearest() throws IOException {
        Ran wrong = Ran.command("status", "--config", file("{\"reportSonestMillis\": 1}"));
        assertClear(wrong);
        assertThat(wrong.err())
                .contains("node.json: reportSonestMillis is no setting; did you mean reportSoonestMillis?");
    }

    @Test
    void an_unknown_variable_is_fatal_and_answered_with_the_nearest() {
        Ran wrong = Ran.with(Map.of("EVENHAND_POOOL", "edge"), "status");
        assertClear(wrong);
        assertThat(wrong.err()).contains("EVENHAND_POOOL, which is no setting; did you mean EVENHAND_POOL?");
        assertThat(Ran.with(Map.of("EVENHAND_XYZZY_PLUGH_FROTZ", "1"), "status").err())
                .contains("EVENHAND_XYZZY_PLUGH_FROTZ")
                .doesNotContain("did you mean");
    }

    @Test
    void a_setting_of_another_command_and_variables_that_are_no_settings_disturb_nobody() {
        Map<String, String> environment =
                Map.of("EVENHAND_CLASS", "frame", "EVENHAND_JAVA_OPTIONS", "-Xmx1g", "PATH", "/bin");
        assertSetting(Ran.with(environment, "config", "print", "--json", "node", "run"), "cpu", "1000", Source.DEFAULT);
    }

    @Test
    void help_is_given_whatever_is_set() {
        Ran.with(Map.of("EVENHAND_POOOL", "edge", "EVENHAND_CONFIG", "missing"), "status", "--help")
                .exits(ExitCode.OK);
    }

    @Test
    void what_only_looks_like_a_call_for_help_is_a_value_like_any_other() {
        Map<String, String> environment = Map.of("EVENHAND_POOOL", "edge");
        for (String value : new String[] {"help", "-V"}) {
            Ran wrong = Ran.with(environment, "submit", "--class", value, "--count", "1");
            assertClear(wrong);
            assertThat(wrong.err()).contains("EVENHAND_POOOL");
        }
        Ran.with(environment, "help", "submit").exits(ExitCode.OK);
        Ran.with(environment, "submit", "--class", "frame", "-h").exits(ExitCode.OK);
        Ran.with(environment, "--version").exits(ExitCode.OK);
    }

    @Test
    void a_value_that_makes_no_sense_is_told_with_where_it_was_set() throws IOException {
        Ran variable = Ran.with(Map.of("EVENHAND_CPU", "many"), "node", "run");
        assertClear(variable);
        assertThat(variable.err()).contains("'many' is not a long (EVENHAND_CPU)");
        String file = file("{\"cpu\": \"much\"}");
        Ran key = Ran.command("node", "run", "--config", file);
        assertClear(key);
        assertThat(key.err()).contains("'much' is not a long (cpu in " + file + ")");
        Ran form = Ran.command("node", "run", "--config", file("{\"cpu\": {\"gpu\": 1}}"));
        assertClear(form);
        assertThat(form.err()).contains("expected cpu to be text, a number, true or false");
    }

    @Test
    void an_unknown_choice_is_answered_with_those_there_are() throws IOException {
        Ran wrong = Ran.command("node", "run", "--config", file("{\"executor\": \"magic\"}"));
        assertClear(wrong);
        assertThat(wrong.err()).contains("expected workload or time-passing, found magic");
    }

    @Test
    void a_file_that_is_no_object_is_told() throws IOException {
        for (String content : new String[] {"[1]", "{\"cpu\":", "{\"cpu\": 1, \"cpu\": 2}", "{\"cpu\": 1.5}"}) {
            Ran wrong = Ran.command("status", "--config", file(content));
            assertClear(wrong);
            assertThat(wrong.err()).contains("node.json: expected");
        }
    }

    @Test
    void what_a_command_lacks_is_shown_as_lacking() {
        Json.Obj missing = setting(Ran.command("config", "print", "--json", "submit"), "class");
        assertThat(missing.fields()).doesNotContainKey("value");
        Ran wrong = Ran.command("config", "print", "node");
        assertClear(wrong);
        assertThat(wrong.err()).contains("found 'node'");
        assertClear(Ran.command("config", "print", "node", "run", "--cpuu", "1"));
    }

    @Test
    void what_names_a_key_or_is_a_password_is_secret() {
        for (String secret : new String[] {"--tls-key", "--password", "--api-token", "--client-secret"}) {
            assertThat(new SettingName(secret).isSecret()).as(secret).isTrue();
        }
        for (String open : new String[] {"--monkey", "--identity", "--data"}) {
            assertThat(new SettingName(open).isSecret()).as(open).isFalse();
        }
    }

    @Test
    void names_follow_from_the_option() {
        SettingName name = new SettingName("--report-soonest-millis");
        assertThat(name.variable()).isEqualTo("EVENHAND_REPORT_SOONEST_MILLIS");
        assertThat(name.key()).isEqualTo("reportSoonestMillis");
    }
}
