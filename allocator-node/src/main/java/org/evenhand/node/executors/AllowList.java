package org.evenhand.node.executors;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.Nearest;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.node.content.StoreLimits;

/**
 * What a node's owner lets the pool do on it. Whatever is not on the list does not run, and a key that nobody knows is
 * an error: a misspelt limit must not be no limit.
 *
 * @param classes what the tasks of each class may do
 * @param others what the tasks of all other classes may do
 * @param content how much the node keeps of what tasks work on and make
 * @param inputTimeLimitMillis how long to look for an input
 */
public record AllowList(
        SortedMap<ClassName, Rule> classes, Rule others, StoreLimits content, long inputTimeLimitMillis) {
    private static final long TIME_LIMIT_MILLIS = 3_600_000;
    private static final long BYTES_MAX = 64L << 20;
    private static final long INPUT_TIME_LIMIT_MILLIS = 60_000;
    private static final int CLASSES_MAX = 10_000;
    private static final int ARGUMENTS_MAX = 1_000;
    private static final int VARIABLES_MAX = 1_000;
    private static final Pattern TEXT = Pattern.compile("(?s)[^\\x00]{0,10000}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[ -~]{1,255}");

    /** All classes use up what they say. */
    public static AllowList ofWorkload() {
        return of(new Rule.Workload());
    }

    /** All classes let time pass. */
    public static AllowList ofTimePassing() {
        return of(new Rule.TimePassing());
    }

    private static AllowList of(Rule others) {
        return new AllowList(new TreeMap<>(), others, StoreLimits.DEFAULT, INPUT_TIME_LIMIT_MILLIS);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or says something that makes no sense; the message says what
     */
    public static AllowList read(Path file) throws IOException {
        try {
            return fromJson(CanonicalJson.read(Files.readAllBytes(file)));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    static AllowList fromJson(Json value) throws MalformedException {
        ObjectReader reader =
                reader("executors", value, Set.of("classes", "others", "content", "inputTimeLimitMillis"));
        return new AllowList(
                reader.map("classes", CLASSES_MAX, ClassName::new, AllowList::rule),
                others(reader.textOrEmpty("others", TEXT)),
                reader.has("content") ? content(reader.required("content")) : StoreLimits.DEFAULT,
                millis(reader, "inputTimeLimitMillis", INPUT_TIME_LIMIT_MILLIS));
    }

    /** A reader of an object that has no other keys than these. */
    private static ObjectReader reader(String what, Json value, Set<String> keys) throws MalformedException {
        if (value instanceof Json.Obj object) {
            for (String key : object.fields().keySet()) {
                if (!keys.contains(key)) {
                    String nearest = Nearest.suggestion(key, keys);
                    throw new MalformedException("expected " + what + " to have no key " + key
                            + (nearest.isEmpty() ? "; known are " + new TreeSet<>(keys) : nearest));
                }
            }
        }
        return ObjectReader.of(what, value);
    }

    private static Rule others(String word) throws MalformedException {
        return switch (word) {
            case "", "refuse" -> new Rule.Refuse();
            case "workload" -> new Rule.Workload();
            case "time-passing" -> new Rule.TimePassing();
            default -> {
                Set<String> words = Set.of("refuse", "workload", "time-passing");
                throw new MalformedException("expected others to be one of " + new TreeSet<>(words) + ", found " + word
                        + Nearest.suggestion(word, words));
            }
        };
    }

    private static StoreLimits content(Json value) throws MalformedException {
        ObjectReader reader = reader("content", value, Set.of("itemBytesMax", "totalBytesMax", "unusedMillisMin"));
        StoreLimits usual = StoreLimits.DEFAULT;
        return new StoreLimits(
                bytes(reader, "itemBytesMax", usual.itemBytesMax()),
                bytes(reader, "totalBytesMax", usual.totalBytesMax()),
                reader.number("unusedMillisMin", 0, Limits.DURATION_MAX_MILLIS, usual.unusedMillisMin()));
    }

    private static long bytes(ObjectReader reader, String name, long absent) throws MalformedException {
        return reader.number(name, 1, Limits.COUNT_MAX, absent);
    }

    private static long millis(ObjectReader reader, String name, long absent) throws MalformedException {
        return reader.number(name, 1, Limits.DURATION_MAX_MILLIS, absent);
    }

    private static Rule rule(Json value) throws MalformedException {
        Set<String> kinds = Set.of("command", "http", "workload");
        ObjectReader reader = reader("class", value, kinds);
        if (!(value instanceof Json.Obj object) || object.fields().size() != 1) {
            throw new MalformedException("expected a class to have one of " + new TreeSet<>(kinds));
        }
        if (reader.has("command")) {
            return command(reader.required("command"));
        }
        if (reader.has("http")) {
            return http(reader.required("http"));
        }
        ObjectReader unused = reader("workload", reader.required("workload"), Set.of());
        return new Rule.Workload();
    }

    private static Rule command(Json value) throws MalformedException {
        ObjectReader reader = reader(
                "command",
                value,
                Set.of("program", "arguments", "environment", "inputOnStdin", "timeLimitMillis", "outputBytesMax"));
        return new Rule.Command(
                program(reader.text("program", TEXT)),
                reader.list("arguments", ARGUMENTS_MAX, AllowList::argument),
                environment(reader),
                reader.flag("inputOnStdin"),
                millis(reader, "timeLimitMillis", TIME_LIMIT_MILLIS),
                bytes(reader, "outputBytesMax", BYTES_MAX));
    }

    private static Path program(String text) throws MalformedException {
        Path program = Path.of(text);
        if (!program.isAbsolute() || !Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new MalformedException(
                    "expected command.program to be the absolute path of a file that can be executed, found " + text);
        }
        return program;
    }

    private static Template argument(Json value) throws MalformedException {
        return Template.parse(text("command.arguments", value));
    }

    private static String text(String what, Json value) throws MalformedException {
        if (value instanceof Json.Str text && TEXT.matcher(text.value()).matches()) {
            return text.value();
        }
        throw new MalformedException("expected " + what + " to hold strings without zero bytes");
    }

    private static SortedMap<String, String> environment(ObjectReader reader) throws MalformedException {
        return reader.map(
                "environment", VARIABLES_MAX, AllowList::variable, value -> text("command.environment", value));
    }

    private static String variable(String name) {
        if (!VARIABLE.matcher(name).matches() || name.equals(WorkFolders.MARK)) {
            throw new IllegalArgumentException("a variable of a program is not called " + name);
        }
        return name;
    }

    private static Rule http(Json value) throws MalformedException {
        ObjectReader reader =
                reader("http", value, Set.of("url", "contentType", "timeLimitMillis", "responseBytesMax"));
        String type = reader.textOrEmpty("contentType", MEDIA_TYPE);
        return new Rule.Http(
                url(reader.text("url", TEXT)),
                type.isEmpty() ? "application/octet-stream" : type,
                millis(reader, "timeLimitMillis", TIME_LIMIT_MILLIS),
                bytes(reader, "responseBytesMax", BYTES_MAX));
    }

    private static URI url(String text) throws MalformedException {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException noUrlAtAll) {
            // Said below.
        }
        throw new MalformedException(
                "expected http.url to be a URL such as http://127.0.0.1:9000/thumb, without a user, found " + text);
    }

    /** What the tasks of a class may do. */
    Rule of(ClassName name) {
        return classes.getOrDefault(name, others);
    }

    /** Names the classes; what their programs see may be secret. */
    @Override
    public String toString() {
        return "executors for " + classes + ", for others " + others.getClass().getSimpleName();
    }

    /** The classes that are named, for people. */
    public List<String> names() {
        return classes.keySet().stream().map(ClassName::name).toList();
    }
}
