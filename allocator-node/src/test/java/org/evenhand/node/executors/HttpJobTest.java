package org.evenhand.node.executors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Resources;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.execution.Execution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpJobTest {
    @TempDir
    private Path folder = Path.of(".");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final CountDownLatch slowCalled = new CountDownLatch(1);
    private final CountDownLatch slowMayAnswer = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start_a_service() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/shout", exchange -> {
            String said = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String index = exchange.getRequestHeaders().getFirst("Evenhand-Index");
            answer(exchange, 200, said.toUpperCase(Locale.ROOT) + " " + index);
        });
        server.createContext("/broken", exchange -> answer(exchange, 503, "no"));
        server.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(5_000)));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            answer(exchange, 302, "");
        });
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, "");
        });
        server.createContext("/slow", exchange -> {
            slowCalled.countDown();
            try {
                slowMayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer(exchange, 200, "at last");
        });
        server.start();
    }

    @AfterEach
    void stop_the_service() throws InterruptedException {
        slowMayAnswer.countDown();
        server.stop(0);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private String list(String path, String rest) {
        return "{'classes': {'words': {'http': {'url': '" + url(path) + "'" + rest + "}}}}";
    }

    @Test
    void the_answer_of_the_service_is_the_result() throws Exception {
        try (Shop shop = new Shop(folder, list("/shout", ""))) {
            Digest payload = shop.payload("one", "two");
            assertThat(shop.run(payload, 2).finished()).isEqualTo(RangeSet.of(0, 2));
            ResultDocument document = shop.document(payload, 2, 1);
            assertThat(document.kind()).isEqualTo(ResultDocument.Kind.HTTP);
            assertThat(document.code()).isEqualTo(200);
            assertThat(shop.output(document, "body")).isEqualTo("TWO 1");
            assertThat(shop.taskFolders()).isEmpty();
        }
    }

    @Test
    void another_status_is_the_reason_of_a_failure() throws Exception {
        try (Shop shop = new Shop(folder, list("/broken", ""))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed())
                    .containsEntry("http-status-503", RangeSet.of(0, 1));
        }
    }

    @Test
    void nobody_is_led_elsewhere() throws Exception {
        try (Shop shop = new Shop(folder, list("/moved", ""))) {
            assertThat(shop.run(shop.payload("secret"), 1).failed()).containsKey("http-status-302");
            assertThat(elsewhere).hasValue(0);
        }
    }

    @Test
    void an_answer_has_a_limit_of_bytes() throws Exception {
        try (Shop shop = new Shop(folder, list("/large", ", 'responseBytesMax': 4999"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsKey("output-too-large");
        }
        try (Shop shop = new Shop(folder, list("/large", ", 'responseBytesMax': 5000"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).isEmpty();
        }
    }

    @Test
    void an_answer_has_a_limit_of_time() throws Exception {
        try (Shop shop = new Shop(folder, list("/slow", ", 'timeLimitMillis': 50"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsKey("time-limit-exceeded");
        }
    }

    @Test
    void a_service_that_is_not_there_is_unreachable() throws Exception {
        try (Shop shop = new Shop(folder, "{'classes': {'words': {'http': {'url': 'http://127.0.0.1:1/'}}}}")) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsKey("service-unreachable");
        }
    }

    @Test
    void what_is_taken_away_is_not_waited_for_and_counts_no_more() throws Exception {
        try (Shop shop = new Shop(folder, list("/slow", ""))) {
            Execution execution = shop.start(InputManifest.NONE.digest(), 1);
            assertThat(slowCalled.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shop.executor.usage())
                    .isEqualTo(Resources.of(100, 16, 0, 0).with("gpu", 1));
            execution.stop(RangeSet.of(0, 1));
            while (!shop.executor.usage().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(execution.progress().failed()).isEmpty();
        }
    }
}
