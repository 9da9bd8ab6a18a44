package org.evenhand.operations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.operations.Exposition;
import org.evenhand.operations.Operations;
import org.evenhand.operations.health.HealthCheck.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** More than there are threads and places in their queue. */
    private static final int CROWD = 100;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Operations operations;

    OperationsServerTest() throws IOException {
        operations = Operations.open("test", ANY_PORT);
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + operations.address().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .version(HttpClient.Version.HTTP_1_1);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), operations.address().getPort());
    }

    @Test
    void metrics_are_served_in_a_form_that_reads_back() throws Exception {
        Gauge.builder("evenhand.test.things", () -> 7).tag("odd", "a\"b\\c\nd").register(operations.registry());
        HttpResponse<String> response = send("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        Exposition exposition = Exposition.parse(response.body());
        assertThat(exposition.sum("evenhand_test_things")).isEqualTo(7);
        assertThat(exposition.samples()).containsKey("evenhand_test_things{odd=\"a\\\"b\\\\c\\nd\"}");
    }

    @Test
    void limits_that_somebody_has_set_before_stay() {
        Properties properties = new Properties();
        properties.setProperty("sun.net.httpserver.maxRspTime", "600");
        OperationsServer.limit(properties);
        assertThat(properties)
                .containsEntry("sun.net.httpserver.maxRspTime", "600")
                .containsEntry("sun.net.httpserver.maxReqTime", "5");
    }

    @Test
    void whoever_asks_for_open_metrics_gets_them() throws Exception {
        HttpResponse<String> response =
                send("GET", "/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void what_several_gauges_tell_of_is_looked_at_once_a_scrape() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        operations.metrics().beforeScrape(looks::incrementAndGet);
        send("GET", "/metrics");
        send("GET", "/metrics");
        assertThat(looks).hasValue(2);
    }

    @Test
    void health_is_200_when_all_is_well_and_503_when_not_and_says_why() throws Exception {
        operations.health().ready("lease", () -> Verdict.down("lapsed 3 s ago: \"no\nledger\""));
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> starting = send("GET", "/health/ready");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(strings(starting.body()))
                .containsSubsequence("status", "down", "checks", "name", "lease", "state", "down")
                .contains("lapsed 3 s ago: \"no\nledger\"", "the daemon is starting");
        operations.health().ready("lease", () -> Verdict.up("holds")).started();
        HttpResponse<String> ready = send("GET", "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(strings(ready.body())).doesNotContain("down");
    }

    /** All names and strings, in order; fails on what is no JSON. */
    private static List<String> strings(String json) throws IOException {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    strings.add(parser.getText());
                }
            }
        }
        return strings;
    }

    @Test
    void other_paths_are_not_found_and_other_methods_not_allowed() throws Exception {
        for (String path :
                List.of("/", "/metrics/", "/metrics/x", "/health", "/HEALTH/LIVE", "/..%2f..%2fetc/passwd")) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(404);
        }
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "HEAD")) {
            HttpResponse<String> response = send(method, "/metrics");
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET");
        }
    }

    @Test
    void what_is_no_request_hurts_nobody() throws Exception {
        StringBuilder tooManyHeaders = new StringBuilder("GET /metrics HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < CROWD; i++) {
            tooManyHeaders.append("X-").append(i).append(": x\r\n");
        }
        for (String request : List.of(
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /metrics\r\n\r\n",
                "GET http://[ HTTP/1.1\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
                tooManyHeaders + "\r\n")) {
            assertThat(raw(request)).as(request).doesNotContain(" 200 ");
        }
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void a_crowd_that_never_finishes_its_requests_is_given_up() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                Socket slow = connect();
                crowd.add(slow);
                slow.getOutputStream().write("GET /metrics HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(answered()).isTrue();
        } finally {
            for (Socket slow : crowd) {
                slow.close();
            }
        }
    }

    /** Whether it answers, at last: while all threads wait for the slow, others are turned away. */
    private boolean answered() throws InterruptedException {
        for (int attempt = 0; attempt < 60; attempt++) {
            try {
                return send("GET", "/health/live").statusCode() == 200;
            } catch (IOException turnedAway) {
                Thread.sleep(500);
            }
        }
        return false;
    }

    @Test
    void a_check_that_breaks_does_not_break_the_answer() throws Exception {
        operations.health().live("odd", () -> {
            throw new IllegalStateException("bug");
        });
        HttpResponse<String> response = send("GET", "/health/live");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("bug");
    }

    @Test
    void a_place_that_is_taken_is_named() {
        assertThatThrownBy(() -> Operations.open("test", operations.address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(operations.address().getPort()));
    }

    @Test
    void once_closed_nobody_listens_and_the_place_is_free() throws Exception {
        InetSocketAddress address = operations.address();
        operations.close();
        assertThatThrownBy(() -> send("GET", "/metrics")).isInstanceOf(IOException.class);
        Operations.open("test", address).close();
    }
}
