package org.evenhand.operations.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LogsTest {
    private static final Logger LOG = LoggerFactory.getLogger("org.evenhand.test.Something");

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    LogsTest() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void give_back_the_standard_error() {
        System.setErr(before);
        Logs.configure(Level.WARN, LogFormat.TEXT);
    }

    private List<String> lines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void each_line_is_an_object_whatever_was_said() throws IOException {
        Logs.configure(Level.INFO, LogFormat.JSON);
        MDC.put("node", "Org1MSP.\"a\"\n");
        LOG.atWarn()
                .addKeyValue("round", 7L)
                .setCause(new IllegalStateException("broken\n\"quotes\""))
                .log("said \"{}\" to {}\n\u0001\u2028", "this", 'x');
        MDC.clear();
        LOG.info("plain");
        assertThat(lines()).hasSize(2);
        Map<String, String> first = parse(lines().get(0));
        assertThat(first)
                .containsEntry("level", "WARN")
                .containsEntry("loggerName", "org.evenhand.test.Something")
                .containsEntry("formattedMessage", "said \"this\" to x\n\u0001\u2028")
                .containsEntry("node", "Org1MSP.\"a\"\n")
                .containsEntry("round", "7")
                .containsKey("timestamp");
        assertThat(parse(lines().get(1))).containsEntry("formattedMessage", "plain");
    }

    /** The fields of a line, those of objects inside it among them; fails on what is no JSON. */
    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && parser.currentName() != null) {
                    fields.putIfAbsent(parser.currentName(), parser.getText());
                }
            }
        }
        return fields;
    }

    @Test
    void what_is_less_important_than_the_level_is_left_out() {
        Logs.configure(Level.WARN, LogFormat.TEXT);
        LOG.info("not this");
        LOG.warn("this");
        Logs.configure(Level.DEBUG, LogFormat.TEXT);
        LOG.debug("this too");
        assertThat(lines()).hasSize(2).last().asString().contains("DEBUG", "Something: this too");
    }

    @Test
    void a_line_of_text_says_when_and_has_what_belongs_to_it() {
        Logs.configure(Level.INFO, LogFormat.TEXT);
        LOG.atInfo().addKeyValue("round", 7L).log("a round came");
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{3}Z INFO  Something: a round came round=\"7\"");
    }

    @Test
    void what_the_platforms_own_logging_is_told_is_in_it() {
        Logs.configure(Level.INFO, LogFormat.TEXT);
        java.util.logging.Logger.getLogger("org.evenhand.test.Julian").warning("from the platform");
        assertThat(lines()).singleElement().asString().contains("WARN  Julian: from the platform");
    }
}
