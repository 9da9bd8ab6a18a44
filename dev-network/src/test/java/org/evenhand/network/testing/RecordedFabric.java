package org.evenhand.network.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.hyperledger.fabric.protos.common.Block;

/** The blocks of a real Fabric network that lie in {@code recorded-fabric}, and what its peers made of them. */
public final class RecordedFabric {
    private static final String FOLDER = "/recorded-fabric/";

    private RecordedFabric() {}

    /** All the blocks, from the first. */
    public static List<Block> blocks() {
        try (InputStream in = new GZIPInputStream(resource("blocks.delimited.gz"))) {
            List<Block> blocks = new ArrayList<>();
            for (Block block = Block.parseDelimitedFrom(in); block != null; block = Block.parseDelimitedFrom(in)) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code expected.json} as maps, lists, strings and numbers. */
    public static Map<?, ?> expected() {
        try (JsonParser json = new JsonFactory().createParser(resource("expected.json"))) {
            json.nextToken();
            return (Map<?, ?>) value(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list under a name. */
    public static List<?> list(Object object, String name) {
        return (List<?>) Objects.requireNonNull(((Map<?, ?>) object).get(name), name);
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    object.put(name, value(json));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(json));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_STRING -> json.getText();
            default -> throw new IOException("unexpected " + json.currentToken());
        };
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(RecordedFabric.class.getResourceAsStream(FOLDER + name), name);
    }
}
