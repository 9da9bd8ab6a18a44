package org.evenhand.operations.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Reads where to listen: {@code host:port}, {@code [::1]:port}, or a port alone, which is one of loopback. */
public final class ListenAddress {
    private static final int PORT_MAX = 65_535;

    private ListenAddress() {}

    /**
     * Reads an address.
     *
     * @param text such as {@code 127.0.0.1:9464}, {@code :9464} or {@code 9464}
     * @throws IllegalArgumentException if it is none, or its host is not known; the message says what was expected
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        int port = port(text, text.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw notAnAddress(text);
        }
        if (host.isEmpty()) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected a host that is known here, found " + host, e);
        }
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > PORT_MAX) {
            throw notAnAddress(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "expected HOST:PORT such as 127.0.0.1:9464, or a port of this machine alone, found " + text);
    }
}
