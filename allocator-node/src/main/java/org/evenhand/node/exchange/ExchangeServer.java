package org.evenhand.node.exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.Incoming;
import org.evenhand.node.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives content to every stream of a member, and takes it from streams of the node's own organisation. A fixed number
 * of threads serves; content goes from and to disk piece by piece.
 */
public final class ExchangeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeServer.class);

    /** Calls that are served at once; others wait in line. */
    private static final int THREADS = 16;

    private static final int BACKLOG = 64;
    private static final String TRANSFER_SECONDS_MAX = "600";

    private final TlsIdentity identity;
    private final Directory directory;
    private final ContentStore store;
    private final HttpsServer server;
    private final ExecutorService threads;

    private ExchangeServer(TlsIdentity identity, Directory directory, ContentStore store, HttpsServer server) {
        this.identity = identity;
        this.directory = directory;
        this.store = store;
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, action -> {
            Thread thread = new Thread(action, "evenhand-exchange-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Sees to it that transfers get the time they need. The JDK's server knows no limits of time and connections but
     * for some properties of the whole process, which it reads once, when the first server of any kind is made. A
     * process with another server must therefore call this before it makes that one, whose own limits may be too short
     * for a transfer. What somebody has set already stays.
     */
    public static void reserveTransferTimes() {
        reserveTransferTimes(System.getProperties());
    }

    static void reserveTransferTimes(Properties properties) {
        properties.putIfAbsent("sun.net.httpserver.maxReqTime", TRANSFER_SECONDS_MAX);
        properties.putIfAbsent("sun.net.httpserver.maxRspTime", TRANSFER_SECONDS_MAX);
        properties.putIfAbsent("jdk.httpserver.maxConnections", "256");
    }

    /**
     * Begins to serve.
     *
     * @param identity the node's
     * @param listen where; port 0 for any
     */
    public static ExchangeServer start(
            TlsIdentity identity, Directory directory, ContentStore store, InetSocketAddress listen)
            throws IOException {
        reserveTransferTimes();
        HttpsServer server = HttpsServer.create(listen, BACKLOG);
        ExchangeServer exchange = new ExchangeServer(identity, directory, store, server);
        server.setHttpsConfigurator(new Handshake(identity.forServer()));
        server.setExecutor(exchange.threads);
        server.createContext("/", exchange::handle);
        server.start();
        return exchange;
    }

    /** Wants a certificate of whoever calls. */
    private static final class Handshake extends HttpsConfigurator {
        Handshake(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            tls.setProtocols(new String[] {TlsIdentity.PROTOCOL});
            parameters.setSSLParameters(tls);
        }
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** A call that is not served, and why. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            try {
                serve((HttpsExchange) exchange);
            } catch (Refused refused) {
                answer(exchange, refused);
            } catch (ContentException e) {
                answer(exchange, new Refused(status(e), word(e), String.valueOf(e.getMessage())));
            }
        } catch (IOException | RuntimeException e) {
            // Either the caller is gone, or the disk fails; a content that was promised is then not delivered whole.
            LOG.warn("a call from {} broke: {}", exchange.getRemoteAddress(), e.toString());
        }
    }

    private static int status(ContentException failure) {
        return switch (failure.problem()) {
            case MISSING -> Protocol.NOT_FOUND;
            case CORRUPT -> Protocol.WRONG_CONTENT;
            case TOO_LARGE -> Protocol.TOO_LARGE;
            case FULL, UNWRITABLE -> Protocol.FULL;
        };
    }

    private static String word(ContentException failure) {
        return switch (failure.problem()) {
            case MISSING -> "no-such-content";
            case CORRUPT -> "wrong-content";
            case TOO_LARGE -> "content-too-large";
            case FULL -> "store-full";
            case UNWRITABLE -> "store-unwritable";
        };
    }

    private static void answer(HttpExchange exchange, Refused refused) throws IOException {
        byte[] body = Bytes.of(Json.object()
                        .put("code", refused.code)
                        .put("message", String.valueOf(refused.getMessage()))
                        .build())
                .toArray();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(refused.status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private void serve(HttpsExchange exchange) throws IOException, Refused {
        StreamId caller = caller(exchange);
        Digest digest = Protocol.digest(exchange.getRequestURI().getPath())
                .orElseThrow(() -> new Refused(
                        Protocol.NOT_FOUND, "no-such-path", "expected /content/ and 64 hexadecimal digits"));
        switch (exchange.getRequestMethod()) {
            case "GET" -> give(exchange, digest, true);
            case "HEAD" -> give(exchange, digest, false);
            case "PUT" -> take(exchange, digest, caller);
            default -> throw new Refused(Protocol.NO_SUCH_METHOD, "no-such-method", "expected GET, HEAD or PUT");
        }
    }

    /** Whoever calls, if its key is the one that its stream is registered with. */
    private StreamId caller(HttpsExchange exchange) throws IOException, Refused {
        StreamId claimed = claimed(exchange);
        Digest key = TlsIdentity.keyOf(exchange.getSSLSession().getPeerCertificates()[0]);
        try {
            if (directory.find(claimed).filter(known -> known.key().equals(key)).isEmpty()) {
                throw new Refused(
                        Protocol.FORBIDDEN,
                        "stranger",
                        "expected the key that " + claimed + " is registered with, found " + key);
            }
            return claimed;
        } catch (LedgerException e) {
            throw new Refused(Protocol.NOT_NOW, "ledger-unavailable", String.valueOf(e.getMessage()));
        }
    }

    private static StreamId claimed(HttpsExchange exchange) throws Refused {
        String header = exchange.getRequestHeaders().getFirst(Protocol.STREAM);
        try {
            return StreamId.parse(String.valueOf(header));
        } catch (IllegalArgumentException e) {
            throw new Refused(Protocol.BAD_REQUEST, "no-stream", "expected " + Protocol.STREAM + ": " + e.getMessage());
        }
    }

    private void give(HttpsExchange exchange, Digest digest, boolean withBody) throws IOException {
        OptionalLong bytes = store.size(digest);
        if (bytes.isEmpty()) {
            throw new ContentException(ContentException.Problem.MISSING, "expected content " + digest);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        if (!withBody || bytes.getAsLong() == 0) {
            exchange.sendResponseHeaders(Protocol.OK, -1);
            return;
        }
        exchange.sendResponseHeaders(Protocol.OK, bytes.getAsLong());
        try {
            store.copy(digest, exchange.getResponseBody());
        } catch (ContentException e) {
            // The answer has begun, and can only be left unfinished.
            throw new IOException(e.getMessage(), e);
        }
    }

    private void take(HttpsExchange exchange, Digest digest, StreamId caller) throws IOException, Refused {
        if (!caller.msp().equals(identity.stream().msp())) {
            throw new Refused(
                    Protocol.FORBIDDEN,
                    "other-organisation",
                    "expected a stream of " + identity.stream().msp() + ", found " + caller);
        }
        if (exchange.getRequestHeaders().getFirst("Content-Length") == null) {
            throw new Refused(Protocol.LENGTH_REQUIRED, "no-length", "expected Content-Length");
        }
        try (Incoming incoming = store.receive()) {
            incoming.fill(exchange.getRequestBody()).keep(digest);
        }
        exchange.sendResponseHeaders(Protocol.CREATED, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
