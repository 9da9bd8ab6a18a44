package org.evenhand.core.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * A transaction that was refused, and changed nothing.
 *
 * @param code why
 * @param message what was expected, for people
 */
public record Refusal(RefusalCode code, String message) {
    /** Characters of a message; more of it may be what the caller sent. */
    public static final int MESSAGE_LENGTH_MAX = 500;

    private static final Pattern ANY = Pattern.compile("(?s).*");

    public Refusal {
        String start = message.substring(0, Math.min(message.length(), MESSAGE_LENGTH_MAX));
        // Text that was cut inside a character, or never had a whole one, has no UTF-8 encoding.
        message = new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * The refusal as one line of JSON: {@code {"code":"not-your-turn","message":"..."}}. The Gateway hands a client a
     * response's message and not its payload, so this travels as the message.
     */
    public String toLine() {
        return new String(
                CanonicalJson.write(Json.object()
                        .put("code", code.word())
                        .put("message", message)
                        .build()),
                StandardCharsets.UTF_8);
    }

    /** Finds a refusal in a message that a peer or the Gateway may have put words around. */
    public static Optional<Refusal> find(String text) {
        int start = text.indexOf("{\"code\":");
        int end = text.lastIndexOf('}');
        if (start < 0 || end < start) {
            return Optional.empty();
        }
        try {
            ObjectReader reader = ObjectReader.of(
                    "refusal", CanonicalJson.read(text.substring(start, end + 1).getBytes(StandardCharsets.UTF_8)));
            String word = reader.text("code", ANY);
            String message = reader.text("message", ANY);
            for (RefusalCode code : RefusalCode.values()) {
                if (code.word().equals(word)) {
                    return Optional.of(new Refusal(code, message));
                }
            }
            return Optional.empty();
        } catch (MalformedException notARefusal) {
            return Optional.empty();
        }
    }
}
