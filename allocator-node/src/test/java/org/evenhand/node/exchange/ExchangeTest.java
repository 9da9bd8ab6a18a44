package org.evenhand.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Address;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS, on this machine. */
@Timeout(120)
class ExchangeTest {
    private static final long BYTES_MAX = 1L << 30;
    private static final long TIME_LIMIT_MILLIS = 20_000;

    @TempDir
    private Path folder = Path.of(".");

    private Neighbourhood all;
    private ContentStore store;
    private Contact node;

    @BeforeEach
    void start_a_node() throws IOException {
        all = new Neighbourhood(folder);
        store = all.store("a");
        node = all.node("Org1MSP.a", store);
    }

    @AfterEach
    void stop_the_node() {
        all.close();
    }

    private static byte[] hello() {
        return "hello".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] large() {
        byte[] bytes = new byte[3_000_001];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_stream_of_another_member_gets_content_and_checks_it() throws Exception {
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        Digest digest = store.put(large());
        ContentStore own = all.store("b");
        assertThat(client.has(node, digest)).isTrue();
        assertThat(client.fetch(node, digest, own, BYTES_MAX, TIME_LIMIT_MILLIS))
                .isTrue();
        assertThat(own.read(digest, 4_000_000)).isEqualTo(large());
        assertThat(client.has(node, Digest.of("nothing"))).isFalse();
        assertThat(client.fetch(node, Digest.of("nothing"), own, BYTES_MAX, TIME_LIMIT_MILLIS))
                .isFalse();
    }

    @Test
    void content_of_no_bytes_is_content() throws Exception {
        ExchangeClient client = all.client(all.registered("Org1MSP.client"));
        Digest digest = Digest.of(new byte[0]);
        client.put(node, digest, new byte[0]);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        assertThat(client.fetch(node, digest, got, 0)).isTrue();
        assertThat(got.size()).isZero();
    }

    @Test
    void a_stream_of_the_own_organisation_hands_content_in() throws Exception {
        ExchangeClient client = all.client(all.registered("Org1MSP.client"));
        Path file = Files.write(folder.resolve("large"), large());
        client.put(node, Neighbourhood.digest(large()), file);
        assertThat(store.read(Neighbourhood.digest(large()), 4_000_000)).isEqualTo(large());
    }

    @Test
    void a_stream_of_another_organisation_cannot_hand_content_in() throws Exception {
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        assertThatThrownBy(() -> client.put(node, Digest.of("hello"), hello()))
                .isInstanceOfSatisfying(ExchangeException.class, refused -> assertThat(refused.status())
                        .isEqualTo(403))
                .hasMessageContaining("other-organisation");
        assertThat(store.keptBytes()).isZero();
    }

    @Test
    void whoever_is_not_on_the_ledger_is_a_stranger_although_a_members_authority_knows_it() throws Exception {
        store.put(hello());
        ExchangeClient client = all.client(all.identity("Org1MSP.newcomer"));
        assertThatThrownBy(() -> client.fetch(node, Digest.of("hello"), all.store("b"), BYTES_MAX, TIME_LIMIT_MILLIS))
                .isInstanceOfSatisfying(ExchangeException.class, refused -> assertThat(refused.status())
                        .isEqualTo(403));
        assertThatThrownBy(() -> client.put(node, Digest.of("hello"), hello())).hasMessageContaining("stranger");
    }

    @Test
    void nobody_can_call_itself_somebody_else() throws Exception {
        store.put(hello());
        all.registered("Org1MSP.client");
        TlsIdentity thief = all.identity("Org1MSP.thief");
        HttpClient http = HttpClient.newBuilder()
                .sslContext(thief.forClientOf(node.key()))
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://" + node.address().orElseThrow() + Protocol.path(Digest.of("hello"))))
                .header(Protocol.STREAM, "Org1MSP.client")
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(403))
                .satisfies(answer -> assertThat(answer.body()).contains("stranger"));
    }

    @Test
    void a_key_that_was_replaced_on_the_ledger_opens_nothing_any_more() throws Exception {
        Digest digest = store.put(hello());
        TlsIdentity old = all.registered("Org2MSP.b");
        assertThat(all.client(old).has(node, digest)).isTrue();
        all.register("Org2MSP.b", all.identity("Org2MSP.new-key"), Optional.empty());
        assertThatThrownBy(() -> all.client(old).has(node, digest)).isInstanceOf(ExchangeException.class);
    }

    @Test
    void whoever_shows_no_certificate_gets_no_answer() throws Exception {
        SSLContext without = SSLContext.getInstance("TLSv1.3");
        without.init(null, new TrustManager[] {new TrustAll()}, null);
        HttpClient http = HttpClient.newBuilder().sslContext(without).build();
        all.registered("Org1MSP.client");
        Digest digest = store.put(hello());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://" + node.address().orElseThrow() + Protocol.path(digest)))
                .header(Protocol.STREAM, "Org1MSP.client")
                .build();
        assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_server_with_another_key_than_the_ledgers_is_not_talked_to() throws Exception {
        store.put(hello());
        ExchangeClient client = all.client(all.registered("Org1MSP.client"));
        Contact impostor = new Contact(node.stream(), Digest.of("the real key"), node.address());
        assertThatThrownBy(() -> client.put(impostor, Digest.of("secret"), hello()))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("expected the key");
        assertThat(store.has(Digest.of("secret"))).isFalse();
    }

    @Test
    void what_is_not_what_its_digest_says_is_not_taken() throws Exception {
        ExchangeClient client = all.client(all.registered("Org1MSP.client"));
        assertThatThrownBy(() -> client.put(node, Digest.of("something else"), hello()))
                .isInstanceOfSatisfying(ExchangeException.class, refused -> assertThat(refused.status())
                        .isEqualTo(422));
        assertThat(store.keptBytes()).isZero();
    }

    @Test
    void a_damaged_item_never_arrives() throws Exception {
        Digest digest = store.put(large());
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[7] ^= 1;
            Files.write(file, bytes);
        }
        ContentStore own = all.store("b");
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        assertThatThrownBy(() -> client.fetch(node, digest, own, BYTES_MAX, TIME_LIMIT_MILLIS))
                .isInstanceOf(IOException.class);
        assertThat(own.keptBytes()).isZero();
        assertThat(client.fetch(node, digest, own, BYTES_MAX, TIME_LIMIT_MILLIS))
                .isFalse();
    }

    @Test
    void transfers_get_time_unless_somebody_has_said_how_much() {
        Properties properties = new Properties();
        properties.setProperty("sun.net.httpserver.maxReqTime", "1200");
        ExchangeServer.reserveTransferTimes(properties);
        assertThat(properties)
                .containsEntry("sun.net.httpserver.maxReqTime", "1200")
                .containsEntry("sun.net.httpserver.maxRspTime", "600");
    }

    @Test
    void an_address_that_cannot_be_asked_is_a_failure_like_others() throws Exception {
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        Contact odd = new Contact(node.stream(), node.key(), Optional.of(new Address("[::::]", 1)));
        assertThatThrownBy(() -> client.has(odd, Digest.of("hello")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("[::::]:1");
    }

    @Test
    void a_fetch_has_a_limit_of_bytes() throws Exception {
        Digest digest = store.put(large());
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        assertThatThrownBy(() -> client.fetch(node, digest, new ByteArrayOutputStream(), 1_000))
                .isInstanceOfSatisfying(ContentException.class, failure -> assertThat(failure.problem())
                        .isEqualTo(Problem.TOO_LARGE));
    }

    @Test
    void while_the_ledger_is_away_nobody_is_served() throws Exception {
        Digest digest = store.put(hello());
        ExchangeClient client = all.client(all.registered("Org2MSP.b"));
        all.silence();
        assertThatThrownBy(() -> client.has(node, digest))
                .isInstanceOfSatisfying(ExchangeException.class, refused -> assertThat(refused.status())
                        .isEqualTo(503));
    }

    @Test
    void there_is_nothing_but_content_to_ask_for() throws Exception {
        TlsIdentity identity = all.registered("Org1MSP.client");
        HttpClient http = HttpClient.newBuilder()
                .sslContext(identity.forClientOf(node.key()))
                .build();
        String at = "https://" + node.address().orElseThrow();
        for (String path : new String[] {"/", "/content/", "/content/../lock", "/content/" + "A".repeat(64)}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(at + path))
                    .header(Protocol.STREAM, "Org1MSP.client")
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
        }
        HttpRequest delete = HttpRequest.newBuilder(URI.create(at + Protocol.path(Digest.of("x"))))
                .header(Protocol.STREAM, "Org1MSP.client")
                .DELETE()
                .build();
        assertThat(http.send(delete, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
        HttpRequest anonymous = HttpRequest.newBuilder(URI.create(at + Protocol.path(Digest.of("x"))))
                .build();
        assertThat(http.send(anonymous, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(400);
    }
}
