package org.evenhand.network.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.pki.Pem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CryptoMaterialTest {
    private final Path temp;

    CryptoMaterialTest(@TempDir Path temp) {
        this.temp = temp;
    }

    @Test
    void the_folders_are_those_of_the_test_network() {
        CryptoMaterial.open(temp.resolve("crypto"), List.of("Org1", "Org2"));
        Path org1 = temp.resolve("crypto/peerOrganizations/org1.example.com");
        Path orderer = temp.resolve("crypto/ordererOrganizations/example.com");
        assertThat(List.of(
                        "ca/ca.org1.example.com-cert.pem",
                        "ca/priv_sk",
                        "tlsca/tlsca.org1.example.com-cert.pem",
                        "msp/cacerts/ca.org1.example.com-cert.pem",
                        "msp/tlscacerts/tlsca.org1.example.com-cert.pem",
                        "msp/config.yaml",
                        "peers/peer0.org1.example.com/msp/signcerts/peer0.org1.example.com-cert.pem",
                        "peers/peer0.org1.example.com/msp/keystore/priv_sk",
                        "peers/peer0.org1.example.com/tls/server.crt",
                        "peers/peer0.org1.example.com/tls/server.key",
                        "peers/peer0.org1.example.com/tls/ca.crt",
                        "users/Admin@org1.example.com/msp/signcerts/Admin@org1.example.com-cert.pem",
                        "users/User1@org1.example.com/msp/keystore/priv_sk",
                        "users/User1@org1.example.com/tls/client.crt"))
                .allSatisfy(file -> assertThat(org1.resolve(file)).isNotEmptyFile());
        assertThat(orderer.resolve("orderers/orderer.example.com/tls/server.crt"))
                .isNotEmptyFile();
        assertThat(orderer.resolve("users/Admin@example.com/msp/keystore/priv_sk"))
                .isNotEmptyFile();
    }

    @Test
    void a_second_opening_reads_the_same_keys() {
        SigningIdentity first = open().organisations().get(0).node();
        SigningIdentity second = open().organisations().get(0).node();
        assertThat(second.serialized()).isEqualTo(first.serialized());
        assertThat(second.privateKey().getEncoded())
                .isEqualTo(first.privateKey().getEncoded());
    }

    @Test
    void a_half_written_folder_is_made_anew() throws Exception {
        Files.createDirectories(temp.resolve("crypto.unfinished/peerOrganizations/org1.example.com"));
        assertThat(open().organisations().get(0).node().mspId()).isEqualTo("Org1MSP");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("crypto");
        }
    }

    @Test
    void other_organisations_than_the_folder_holds_are_refused() {
        open();
        assertThatThrownBy(() -> CryptoMaterial.open(temp.resolve("crypto"), List.of("Org1", "Org9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org2.example.com");
    }

    @Test
    void names_that_could_leave_the_folder_are_refused() {
        assertThatThrownBy(() -> CryptoMaterial.open(temp.resolve("crypto"), List.of("../x")))
                .isInstanceOf(IllegalArgumentException.class);
        OrganisationMaterial org1 = open().organisations().get(0);
        assertThatThrownBy(() -> org1.issue("../../x", Role.CLIENT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certificates_say_role_issuer_and_use() throws Exception {
        OrganisationMaterial org1 = open().organisations().get(0);
        X509Certificate peer = org1.node().certificate();
        peer.verify(org1.authority().getPublicKey());
        assertThat(peer.getSubjectX500Principal().getName()).contains("OU=peer", "CN=peer0.org1.example.com");
        assertThat(org1.admin().certificate().getSubjectX500Principal().getName())
                .contains("OU=admin");
        assertThat(org1.user().certificate().getSubjectX500Principal().getName())
                .contains("OU=client");
        assertThat(peer.getKeyUsage()[0]).isTrue();
        assertThat(peer.getBasicConstraints()).isNegative();
        assertThat(org1.authority().getBasicConstraints()).isNotNegative();

        X509Certificate tls = Pem.certificate(Files.readAllBytes(org1.tls().certificate()));
        tls.verify(org1.tlsAuthority().getPublicKey());
        assertThat(tls.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("peer0.org1.example.com", "peer0", "localhost", "127.0.0.1");
    }

    @Test
    void an_identity_is_issued_once_and_read_afterwards() {
        OrganisationMaterial org1 = open().organisations().get(0);
        SigningIdentity issued = org1.issue("node-a", Role.CLIENT);
        assertThat(org1.issue("node-a", Role.CLIENT).serialized()).isEqualTo(issued.serialized());
        assertThatThrownBy(() -> org1.issue("node-a", Role.ADMIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node-a@org1.example.com");
    }

    @Test
    void nobody_but_the_owner_can_read_a_private_key() throws Exception {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("posix"));
        open().organisations().get(0).issue("node-a", Role.CLIENT);
        try (Stream<Path> tree = Files.walk(temp.resolve("crypto"))) {
            List<Path> keys = tree.filter(Files::isRegularFile)
                    .filter(CryptoMaterialTest::holdsPrivateKey)
                    .toList();
            assertThat(keys).hasSizeGreaterThan(20).allSatisfy(key -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                        .isEqualTo("rw-------");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                        .isEqualTo("rwx------");
            });
        }
    }

    private static boolean holdsPrivateKey(Path file) {
        try {
            return Files.readString(file).contains("PRIVATE KEY");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void several_processes_that_issue_one_name_at_once_get_one_identity() throws Exception {
        open();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                String name = "node-" + round;
                // As in a process of its own, each has material of its own and shares no lock.
                Callable<ByteString> issue = () ->
                        open().organisations().get(0).issue(name, Role.CLIENT).serialized();
                Set<ByteString> issued = new HashSet<>();
                for (Future<ByteString> one : processes.invokeAll(Collections.nCopies(4, issue))) {
                    issued.add(one.get());
                }
                assertThat(issued).hasSize(1);
            }
        } finally {
            processes.shutdownNow();
        }
        try (Stream<Path> users = Files.list(temp.resolve("crypto/peerOrganizations/org1.example.com/users"))) {
            assertThat(users.map(path -> path.getFileName().toString())).noneMatch(user -> user.startsWith("."));
        }
    }

    @Test
    void who_only_joins_a_network_never_makes_its_keys() {
        Path folder = temp.resolve("crypto");
        assertThatThrownBy(() -> CryptoMaterial.openExisting(folder, List.of("Org1", "Org2")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no key material in " + folder);
        assertThat(folder).doesNotExist();

        SigningIdentity node = open().organisations().get(1).node();
        assertThat(CryptoMaterial.openExisting(folder, List.of("Org1", "Org2"))
                        .organisations()
                        .get(1)
                        .node()
                        .serialized())
                .isEqualTo(node.serialized());
    }

    private CryptoMaterial open() {
        return CryptoMaterial.open(temp.resolve("crypto"), List.of("Org1", "Org2"));
    }
}
