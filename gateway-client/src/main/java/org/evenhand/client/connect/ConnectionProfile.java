package org.evenhand.client.connect;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.evenhand.client.connect.PeerEndpoint.Tls;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.MspId;

/**
 * Where an organisation's peers are, in the form of the connection profiles that Fabric's test network writes
 * ({@code connection-org1.json}). What other tools keep in the same file, such as certificate authorities, is left
 * alone.
 *
 * @param msp the organisation
 * @param peers its peers, in the order in which the profile names them; at least one
 */
public record ConnectionProfile(MspId msp, List<PeerEndpoint> peers) {
    private static final Pattern ANY = Pattern.compile("(?s).+");
    private static final int NAMES_MAX = 1_000;

    public ConnectionProfile {
        peers = List.copyOf(peers);
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("the profile of " + msp + " names no peer");
        }
    }

    /**
     * Reads a profile.
     *
     * @param file JSON; files that it names are found from its folder
     * @throws IOException if it cannot be read, or says something that makes no sense; the message says what
     */
    public static ConnectionProfile read(Path file) throws IOException {
        try {
            return new Reading(file).profile();
        } catch (MalformedException | IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A peer by its name.
     *
     * @throws IllegalArgumentException if the profile has none of that name
     */
    public PeerEndpoint peer(String name) {
        return peers.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no peer is named " + name + "; there are "
                        + peers.stream().map(PeerEndpoint::name).toList()));
    }

    /** One pass over one file. */
    private record Reading(Path file) {

        ConnectionProfile profile() throws IOException, MalformedException {
            ObjectReader root = ObjectReader.of("profile", CanonicalJson.read(Files.readAllBytes(file)));
            SortedMap<String, Json> organisations = root.map("organizations", NAMES_MAX, name -> name, value -> value);
            SortedMap<String, Json> peers = root.map("peers", NAMES_MAX, name -> name, value -> value);
            ObjectReader organisation = ObjectReader.of("organization", chosen(root, organisations));
            MspId msp = organisation.text("mspid", MspId::new);
            List<PeerEndpoint> endpoints = new ArrayList<>();
            for (String name : organisation.list("peers", NAMES_MAX, Reading::name)) {
                Json peer = peers.get(name);
                if (peer == null) {
                    throw new MalformedException("the peer " + name + " is not among peers " + peers.keySet());
                }
                endpoints.add(endpoint(name, ObjectReader.of("peer " + name, peer)));
            }
            return new ConnectionProfile(msp, endpoints);
        }

        /** The organisation that {@code client.organization} names, or the only one. */
        private static Json chosen(ObjectReader root, SortedMap<String, Json> organisations) throws MalformedException {
            if (!root.has("client")) {
                if (organisations.size() == 1) {
                    return organisations.values().iterator().next();
                }
                throw new MalformedException("expected client.organization to name one of " + organisations.keySet());
            }
            String name = ObjectReader.of("client", root.required("client")).text("organization", ANY);
            Json organisation = organisations.get(name);
            if (organisation == null) {
                throw new MalformedException(
                        "the organization " + name + " is not among organizations " + organisations.keySet());
            }
            return organisation;
        }

        private static String name(Json value) throws MalformedException {
            if (value instanceof Json.Str text) {
                return text.value();
            }
            throw new MalformedException("expected the names of peers to be strings");
        }

        private PeerEndpoint endpoint(String name, ObjectReader peer) throws IOException, MalformedException {
            URI url = url(name, peer.text("url", ANY));
            boolean secure =
                    switch (String.valueOf(url.getScheme())) {
                        case "grpcs" -> true;
                        case "grpc" -> false;
                        default ->
                            throw new MalformedException(
                                    "expected the url of " + name + " to start with grpc:// or grpcs://, found " + url);
                    };
            return new PeerEndpoint(
                    name,
                    String.valueOf(url.getHost()),
                    url.getPort(),
                    secure ? Optional.of(tls(name, peer)) : Optional.empty());
        }

        private static URI url(String name, String text) throws MalformedException {
            try {
                URI url = new URI(text);
                if (url.getHost() != null && url.getPort() > 0) {
                    return url;
                }
                throw new MalformedException("expected the url of " + name + " to have host and port, found " + text);
            } catch (URISyntaxException e) {
                throw new MalformedException("the url of " + name + " is none: " + e.getMessage());
            }
        }

        private Tls tls(String name, ObjectReader peer) throws IOException, MalformedException {
            ObjectReader roots = ObjectReader.of("tlsCACerts of " + name, peer.required("tlsCACerts"));
            String pem = roots.has("pem") ? roots.text("pem", ANY) : Files.readString(beside(roots.text("path", ANY)));
            if (!peer.has("grpcOptions")) {
                return new Tls(pem, Optional.empty());
            }
            ObjectReader options = ObjectReader.of("grpcOptions of " + name, peer.required("grpcOptions"));
            String override = options.textOrEmpty("ssl-target-name-override", ANY);
            String hostname = options.textOrEmpty("hostnameOverride", ANY);
            return new Tls(
                    pem, Optional.of(override.isEmpty() ? hostname : override).filter(text -> !text.isEmpty()));
        }

        private Path beside(String path) {
            return file.toAbsolutePath().resolveSibling(path);
        }
    }
}
