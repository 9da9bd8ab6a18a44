package org.evenhand.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes and reads the canonical encoding. */
public final class CanonicalJson {
    /** Objects and arrays may lie this deep in one another. */
    public static final int MAX_DEPTH = 16;

    /**
     * The table of field names is neither interned nor guarded: its guard depends on a seed of the process, and what
     * one peer reads another must read too.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(20)
                    .build())
            .build();

    private CanonicalJson() {}

    /** The canonical bytes of a value. */
    public static byte[] write(Json value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(value, generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Json value, JsonGenerator out) throws IOException {
        if (value instanceof Json.Obj object) {
            out.writeStartObject();
            for (Map.Entry<String, Json> field : object.fields().entrySet()) {
                out.writeFieldName(field.getKey());
                write(field.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Json.Arr array) {
            out.writeStartArray();
            for (Json item : array.items()) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Json.Str string) {
            out.writeString(string.value());
        } else if (value instanceof Json.Num number) {
            out.writeNumber(number.value());
        } else if (value instanceof Json.Bool bool) {
            out.writeBoolean(bool.value());
        }
    }

    /**
     * Reads a value. Spaces and any order of keys are allowed, so that people can write by hand what the contract then
     * stores canonically.
     *
     * @throws MalformedException if the bytes are not JSON, or hold a fraction, a null, a repeated key, an integer past
     *     64 bits or half a character
     */
    public static Json read(byte[] bytes) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            Json value = readValue(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("expected one JSON value and nothing after it");
            }
            return value;
        } catch (IOException e) {
            throw new MalformedException(
                    "expected JSON, found what is not valid JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Json readValue(JsonParser parser) throws IOException, MalformedException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedException("expected a JSON value, found nothing");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new Json.Str(whole(parser.getText()));
            case VALUE_NUMBER_INT -> new Json.Num(parser.getLongValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NUMBER_FLOAT ->
                throw new MalformedException("expected an integer, found the fraction " + parser.getText());
            case VALUE_NULL -> throw new MalformedException("expected a value, found null: leave the field out");
            default -> throw new MalformedException("expected a JSON value, found " + token);
        };
    }

    private static Json readObject(JsonParser parser) throws IOException, MalformedException {
        TreeMap<String, Json> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            parser.nextToken();
            fields.put(name, readValue(parser));
        }
        return new Json.Obj(fields);
    }

    private static Json readArray(JsonParser parser) throws IOException, MalformedException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(readValue(parser));
        }
        return new Json.Arr(items);
    }

    /** JSON can escape half of a surrogate pair, which has no UTF-8 encoding and so no canonical bytes. */
    private static String whole(String text) throws MalformedException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw new MalformedException("expected whole characters, found half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
