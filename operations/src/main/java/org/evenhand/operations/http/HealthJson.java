package org.evenhand.operations.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.evenhand.operations.health.Health;

/** Health as JSON: {@code {"status":"up","checks":[{"name":"lease","state":"up","reason":"..."}]}}. */
final class HealthJson {
    private static final JsonFactory JSON = new JsonFactory();

    private HealthJson() {}

    static byte[] of(Health.Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("status", word(report.isUp()));
            json.writeArrayFieldStart("checks");
            for (Health.Finding finding : report.findings()) {
                json.writeStartObject();
                json.writeStringField("name", finding.name());
                json.writeStringField("state", word(finding.verdict().isUp()));
                json.writeStringField("reason", finding.verdict().reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static String word(boolean isUp) {
        return isUp ? "up" : "down";
    }
}
