package org.evenhand.network.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.crypto.OrganisationMaterial;

/** Writes an organisation's connection profile, in the shape of those that come with Fabric's test network. */
final class ConnectionProfile {
    private ConnectionProfile() {}

    static void write(Path file, String channel, OrganisationMaterial organisation, Endpoint gateway) {
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.writeString(unfinished, json(channel, organisation, gateway));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String json(String channel, OrganisationMaterial organisation, Endpoint gateway) throws IOException {
        String peer = "peer0." + organisation.domain();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("name", channel + "-" + organisation.name());
            json.writeStringField("version", "1.0.0");
            json.writeObjectFieldStart("client");
            json.writeStringField("organization", organisation.name());
            json.writeEndObject();
            json.writeObjectFieldStart("organizations");
            json.writeObjectFieldStart(organisation.name());
            json.writeStringField("mspid", organisation.mspId());
            json.writeArrayFieldStart("peers");
            json.writeString(peer);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            json.writeObjectFieldStart("peers");
            json.writeObjectFieldStart(peer);
            json.writeStringField("url", "grpcs://" + gateway);
            json.writeObjectFieldStart("tlsCACerts");
            json.writeStringField("pem", Files.readString(organisation.tls().authority()));
            json.writeEndObject();
            json.writeObjectFieldStart("grpcOptions");
            json.writeStringField("ssl-target-name-override", peer);
            json.writeStringField("hostnameOverride", peer);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
