package org.evenhand.core.contract;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader.Decoder;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;

/** A request's arguments, each read with its form and its limit. */
final class Arguments {
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]*");

    /** So many digits surely fit 64 bits. */
    private static final int DIGITS_MAX = 18;

    private final Request request;

    Arguments(Request request) {
        this.request = request;
    }

    void expect(int count) throws RefusedException {
        if (request.arguments().size() != count) {
            throw new RefusedException(
                    RefusalCode.WRONG_ARGUMENT_COUNT,
                    "expected " + request.function() + " to have " + count + " arguments, found "
                            + request.arguments().size());
        }
    }

    private String text(int index) {
        return request.arguments().get(index);
    }

    PoolId pool(int index) throws RefusedException {
        return parsed(() -> new PoolId(text(index)));
    }

    StreamId stream(int index) throws RefusedException {
        return parsed(() -> StreamId.parse(text(index)));
    }

    SubmissionId submission(int index) throws RefusedException {
        return parsed(() -> SubmissionId.parse(text(index)));
    }

    ClassName className(int index) throws RefusedException {
        return parsed(() -> new ClassName(text(index)));
    }

    Digest digest(int index) throws RefusedException {
        return parsed(() -> new Digest(text(index)));
    }

    /** An integer within {@code [min, max]}. */
    long number(int index, String what, long min, long max) throws RefusedException {
        String text = text(index);
        if (!DIGITS.matcher(text).matches()) {
            throw new RefusedException(
                    RefusalCode.MALFORMED, "expected " + what + " in decimal digits, found '" + text + "'");
        }
        long number = text.length() <= DIGITS_MAX ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number < min || number > max) {
            throw new RefusedException(
                    RefusalCode.NUMBER_OUT_OF_RANGE,
                    "expected " + what + " within [" + min + ", " + max + "], found " + text);
        }
        return number;
    }

    long sequence(int index) throws RefusedException {
        return number(index, "a sequence number", 1, Limits.COUNT_MAX);
    }

    private interface Parser<T> {
        T parse();
    }

    private static <T> T parsed(Parser<T> parser) throws RefusedException {
        try {
            return parser.parse();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusalCode.MALFORMED, "expected: " + e.getMessage());
        }
    }

    /** A JSON argument of at most so many bytes. */
    <T> T json(int index, int bytesMax, Decoder<T> decoder) throws RefusedException {
        byte[] bytes = text(index).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > bytesMax) {
            throw new RefusedException(
                    RefusalCode.PAYLOAD_TOO_LARGE,
                    "expected at most " + bytesMax + " bytes of JSON, found " + bytes.length);
        }
        try {
            Json value = CanonicalJson.read(bytes);
            return decoder.decode(value);
        } catch (MalformedException malformed) {
            throw RefusedException.of(malformed);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusalCode.MALFORMED, "expected: " + e.getMessage());
        }
    }
}
