package org.evenhand.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.cli.UserError;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import picocli.CommandLine.Model.ArgSpec;

/**
 * A file of settings: one JSON object, a key for every option that it sets. Relative paths in it are found from its own
 * folder, so that it means the same to everybody.
 *
 * @param file where it lies
 * @param values by key
 */
record SettingsFile(Path file, SortedMap<String, Json> values) {
    private static final String SEPARATOR = ",";

    SettingsFile {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static SettingsFile read(Path file) throws UserError {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserError("expected --config to name a file that can be read, found " + file);
        }
        try {
            if (CanonicalJson.read(Files.readAllBytes(file)) instanceof Json.Obj object) {
                return new SettingsFile(file, object.fields());
            }
            throw new UserError(file + ": expected one JSON object");
        } catch (MalformedException | IOException e) {
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    /**
     * A value as it would stand on the command line.
     *
     * @param name its key's name
     * @param argument the option that it is for
     */
    String text(SettingName name, ArgSpec argument) throws UserError {
        Json value = values.get(name.key());
        if (value instanceof Json.Arr array && argument.isMultiValue() && !isMap(argument)) {
            return joined(
                    name,
                    array.items().stream()
                            .map(item -> scalar(item, isPath(argument)))
                            .toList());
        }
        if (value instanceof Json.Obj object && isMap(argument)) {
            return joined(
                    name,
                    object.fields().entrySet().stream()
                            .map(entry -> pair(entry, argument))
                            .toList());
        }
        String text = value == null ? "" : scalar(value, isPath(argument));
        if (text.isEmpty()) {
            throw new UserError(file + ": expected " + name.key() + " to be " + form(argument) + ", found " + value);
        }
        return text;
    }

    private String pair(Map.Entry<String, Json> entry, ArgSpec argument) {
        String value = scalar(entry.getValue(), isPath(argument));
        return value.isEmpty() ? "" : entry.getKey() + "=" + value;
    }

    private String joined(SettingName name, List<String> items) throws UserError {
        for (String item : items) {
            if (item.isEmpty() || item.contains(SEPARATOR)) {
                throw new UserError(file + ": expected the items of " + name.key()
                        + " to be text or numbers without a comma, found '" + item + "'");
            }
        }
        return String.join(SEPARATOR, items);
    }

    /** Text, a number or a truth value; empty if it is something else. */
    private String scalar(Json value, boolean path) {
        if (value instanceof Json.Str text) {
            return path && !text.value().isEmpty() ? beside(text.value()) : text.value();
        }
        if (value instanceof Json.Num number) {
            return Long.toString(number.value());
        }
        return value instanceof Json.Bool bool ? Boolean.toString(bool.value()) : "";
    }

    /** The file's folder is kept as it was given: a command that says where things are says it in the user's words. */
    private String beside(String path) {
        return file.resolveSibling(path).normalize().toString();
    }

    private static boolean isMap(ArgSpec argument) {
        return Map.class.isAssignableFrom(argument.type());
    }

    private static boolean isPath(ArgSpec argument) {
        Class<?>[] parts = argument.auxiliaryTypes();
        return argument.type() == Path.class || parts[parts.length - 1] == Path.class;
    }

    private static String form(ArgSpec argument) {
        if (isMap(argument)) {
            return "an object of names and values";
        }
        return argument.isMultiValue() ? "an array of text or numbers" : "text, a number, true or false";
    }
}
