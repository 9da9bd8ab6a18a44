package org.evenhand.operations.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.operations.health.Health;
import org.evenhand.operations.metrics.DaemonMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server: it answers GET on three paths, with few threads, and gives up on whoever is slow. It asks nobody
 * who they are, so it belongs on loopback or on a network of the operators' own.
 */
public final class OperationsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);

    private static final int THREADS = 4;
    private static final int WAITING_MAX = 64;
    private static final int BACKLOG = 64;
    private static final long THREAD_IDLE_SECONDS = 30;
    private static final int NO_BODY = -1;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    static {
        limit(System.getProperties());
    }

    private final DaemonMetrics metrics;
    private final Health health;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private OperationsServer(DaemonMetrics metrics, Health health, HttpServer server) {
        this.metrics = metrics;
        this.health = health;
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                THREAD_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                action -> {
                    Thread thread = new Thread(action, "operations-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The platform's server waits for ever for a slow request or reader unless it is told not to, in seconds. That
     * holds for all servers of the process, so what another one has asked for before stays.
     */
    static void limit(Properties properties) {
        properties.putIfAbsent("sun.net.httpserver.maxReqTime", "5");
        properties.putIfAbsent("sun.net.httpserver.maxRspTime", "10");
        properties.putIfAbsent("sun.net.httpserver.maxReqHeaders", "64");
        properties.putIfAbsent("jdk.httpserver.maxConnections", "128");
    }

    /**
     * Starts to serve.
     *
     * @param address where; port 0 for a free one
     * @throws IOException if nobody can listen there; the message says where
     */
    public static OperationsServer start(InetSocketAddress address, DaemonMetrics metrics, Health health)
            throws IOException {
        HttpServer listening;
        try {
            listening = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException("cannot show metrics and health on " + address + ": " + e.getMessage(), e);
        }
        OperationsServer server = new OperationsServer(metrics, health, listening);
        listening.setExecutor(server.threads);
        listening.createContext("/", server::answer);
        listening.start();
        LOG.info("metrics and health are shown on {}", listening.getAddress());
        return server;
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            route(exchange);
        } catch (RuntimeException bug) {
            LOG.error("{} could not be answered", exchange.getRequestURI(), bug);
            throw bug;
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            send(exchange, HttpURLConnection.HTTP_BAD_METHOD, PLAIN, text("expected GET"));
            return;
        }
        @Nullable String path = exchange.getRequestURI().getPath();
        switch (path == null ? "" : path) {
            case "/metrics" -> sendMetrics(exchange);
            case "/health/live" -> send(exchange, health.liveness());
            case "/health/ready" -> send(exchange, health.readiness());
            default ->
                send(
                        exchange,
                        HttpURLConnection.HTTP_NOT_FOUND,
                        PLAIN,
                        text("expected /metrics, /health/live or /health/ready"));
        }
    }

    private void sendMetrics(HttpExchange exchange) throws IOException {
        @Nullable String accepted = exchange.getRequestHeaders().getFirst("Accept");
        boolean open = accepted != null && accepted.contains("application/openmetrics-text");
        String format = open ? DaemonMetrics.OPEN_METRICS : DaemonMetrics.TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        metrics.scrape(body, format);
        send(exchange, HttpURLConnection.HTTP_OK, format, body.toByteArray());
    }

    private static void send(HttpExchange exchange, Health.Report report) throws IOException {
        int status = report.isUp() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
        send(exchange, status, JSON, HealthJson.of(report));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] text(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Stops at once; whoever waits for an answer gets none. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
