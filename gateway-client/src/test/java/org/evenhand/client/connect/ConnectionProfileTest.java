package org.evenhand.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.model.MspId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionProfileTest {
    /** As {@code organizations/ccp-template.json} of Fabric's samples has it, with a second peer. */
    private static final String PROFILE = """
            {
                "name": "test-network-org1",
                "version": "1.0.0",
                "client": {"organization": "Org1", "connection": {"timeout": {"peer": {"endorser": "300"}}}},
                "organizations": {
                    "Org1": {
                        "mspid": "Org1MSP",
                        "peers": ["peer0.org1.example.com", "peer1.org1.example.com"],
                        "certificateAuthorities": ["ca.org1.example.com"]
                    }
                },
                "peers": {
                    "peer0.org1.example.com": {
                        "url": "grpcs://localhost:7051",
                        "tlsCACerts": {"pem": "-----BEGIN CERTIFICATE-----\\n"},
                        "grpcOptions": {
                            "ssl-target-name-override": "peer0.org1.example.com",
                            "hostnameOverride": "peer0.org1.example.com"
                        }
                    },
                    "peer1.org1.example.com": {"url": "grpc://10.0.0.1:8051"}
                },
                "certificateAuthorities": {"ca.org1.example.com": {"httpOptions": {"verify": false}}}
            }
            """;

    @Test
    void a_profile_of_the_test_network_is_read(@TempDir Path folder) throws Exception {
        ConnectionProfile profile = read(folder, PROFILE);

        assertThat(profile.msp()).isEqualTo(new MspId("Org1MSP"));
        assertThat(profile.peer("peer0.org1.example.com"))
                .isEqualTo(new PeerEndpoint(
                        "peer0.org1.example.com",
                        "localhost",
                        7_051,
                        Optional.of(new PeerEndpoint.Tls(
                                "-----BEGIN CERTIFICATE-----\n", Optional.of("peer0.org1.example.com")))));
        assertThat(profile.peers().get(1))
                .isEqualTo(new PeerEndpoint("peer1.org1.example.com", "10.0.0.1", 8_051, Optional.empty()));
    }

    @Test
    void a_path_to_roots_is_found_from_the_profiles_folder(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("tls.pem"), "the roots");

        ConnectionProfile profile =
                read(folder, PROFILE.replace("\"pem\": \"-----BEGIN CERTIFICATE-----\\n\"", "\"path\": \"tls.pem\""));

        assertThat(profile.peers().get(0).tls().orElseThrow().authorityPem()).isEqualTo("the roots");
    }

    @Test
    void what_makes_no_sense_is_said(@TempDir Path folder) {
        assertRefused(folder, "{", "not valid JSON");
        assertRefused(folder, PROFILE.replace("\"Org1\",", "\"Org9\","), "Org9 is not among organizations [Org1]");
        assertRefused(folder, PROFILE.replace("[\"peer0.", "[\"peer9."), "peer9.org1.example.com is not among peers");
        assertRefused(folder, PROFILE.replace("grpcs://", "https://"), "grpc:// or grpcs://");
        assertRefused(folder, PROFILE.replace(":7051", ""), "host and port");
        assertRefused(folder, PROFILE.replace("\"tlsCACerts\"", "\"tlsCaCerts\""), "tlsCACerts");
        assertRefused(folder, PROFILE.replace("Org1MSP", "1 MSP"), "mspid");
        assertRefused(
                folder,
                PROFILE.replace("\"pem\": \"-----BEGIN CERTIFICATE-----\\n\"", "\"path\": \"absent.pem\""),
                "absent.pem");
    }

    @Test
    void a_peer_that_the_profile_does_not_name_is_unknown(@TempDir Path folder) throws Exception {
        ConnectionProfile profile = read(folder, PROFILE);

        assertThatThrownBy(() -> profile.peer("peer7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peer7")
                .hasMessageContaining("peer0.org1.example.com");
    }

    @Test
    void roots_that_are_no_certificates_are_refused_before_any_call(@TempDir Path folder) throws Exception {
        PeerEndpoint peer = read(folder, PROFILE).peers().get(0);

        assertThatThrownBy(peer::connect).isInstanceOf(IOException.class).hasMessageContaining(peer.name());
    }

    private static void assertRefused(Path folder, String profile, String said) {
        assertThatThrownBy(() -> read(folder, profile))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(said);
    }

    private static ConnectionProfile read(Path folder, String profile) throws IOException {
        return ConnectionProfile.read(Files.writeString(folder.resolve("connection-org1.json"), profile));
    }
}
