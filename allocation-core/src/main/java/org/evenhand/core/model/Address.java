package org.evenhand.core.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;

/**
 * Where a node can be reached by others, such as {@code node-1.org1.example:7080} or {@code [2001:db8::1]:7080}. It
 * takes part in no decision.
 *
 * @param host a name or an IPv4 address, at most 253 characters; or an IPv6 address in brackets
 * @param port from 1 to 65,535
 */
public record Address(String host, int port) {
    private static final Form NAME = Form.of("A-Za-z0-9", "A-Za-z0-9.-", 253);
    private static final Pattern LABELS =
            Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9-]*(?<!-)\\.)*[A-Za-z][A-Za-z0-9-]*(?<!-)");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern WRITTEN = Pattern.compile("(.+):([1-9][0-9]{0,4})");
    private static final int PORT_MAX = 65_535;

    public Address {
        if (!IPV6.matcher(host).matches()) {
            NAME.require("host", host);
            if (!IPV4.matcher(host).matches() && !LABELS.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "a host is a name of labels, the last of which begins with a letter, or an IPv4 address, not '"
                                + host + "'");
            }
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port lies within [1, " + PORT_MAX + "], not " + port);
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Address parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("an address is written HOST:PORT, not '" + text + "'");
        }
        return new Address(written.group(1), Integer.parseInt(written.group(2)));
    }

    public Json toJson() {
        return Json.of(toString());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
