package org.evenhand.core.model;

import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;

/**
 * A stream, and with it its writer: a node, or a client that submits work. Written {@code Org1MSP.node-1}; the
 * organisation is part of the name, so no organisation can take a name from another.
 *
 * @param msp the organisation of the writer
 * @param name lower-case letters, digits and hyphens, at most 63; unique within organisation and pool
 */
public record StreamId(MspId msp, String name) implements Comparable<StreamId> {
    private static final Form NAME = Form.of("a-z0-9", "a-z0-9-", 63);

    public StreamId {
        NAME.require("stream name", name);
    }

    /**
     * Reads {@code Org1MSP.node-1}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static StreamId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("a stream is written ORGANISATION.NAME, not '" + text + "'");
        }
        return new StreamId(new MspId(text.substring(0, dot)), text.substring(dot + 1));
    }

    public Json toJson() {
        return Json.of(toString());
    }

    @Override
    public int compareTo(StreamId other) {
        int byMsp = msp.compareTo(other.msp);
        return byMsp != 0 ? byMsp : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return msp.id() + "." + name;
    }
}
