package org.evenhand.node.exchange;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.json.Digest;

/** What both sides of an exchange must agree on. */
final class Protocol {
    /** Names the caller's stream; its key in the ledger must be the one of the handshake. */
    static final String STREAM = "Evenhand-Stream";

    static final int OK = 200;
    static final int CREATED = 201;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NO_SUCH_METHOD = 405;
    static final int LENGTH_REQUIRED = 411;
    static final int TOO_LARGE = 413;
    static final int WRONG_CONTENT = 422;
    static final int BROKEN = 500;
    static final int NOT_NOW = 503;
    static final int FULL = 507;

    private static final String CONTENT = "/content/";
    private static final Pattern PATH = Pattern.compile(Pattern.quote(CONTENT) + "([0-9a-f]{64})");

    private Protocol() {}

    static String path(Digest digest) {
        return CONTENT + digest.hex();
    }

    static Optional<Digest> digest(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? Optional.of(new Digest(matcher.group(1))) : Optional.empty();
    }
}
