package org.evenhand.node.exchange;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that answers every question with the same bytes, right or wrong, once it may answer. */
final class ScriptedServer implements AutoCloseable {
    private final TlsIdentity identity;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private ScriptedServer(TlsIdentity identity, HttpsServer server) {
        this.identity = identity;
        this.server = server;
    }

    /** A node that waits with its answers until {@link #answer}. */
    static ScriptedServer start(TlsIdentity identity, byte[] answer) throws IOException {
        HttpsServer server = HttpsServer.create(Neighbourhood.here(0), 0);
        ScriptedServer scripted = new ScriptedServer(identity, server);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.forServer()));
        server.createContext("/", exchange -> {
            scripted.calls.incrementAndGet();
            try {
                scripted.mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(scripted.threads);
        server.start();
        return scripted;
    }

    /** Answers from now on. */
    ScriptedServer answer() {
        mayAnswer.countDown();
        return this;
    }

    int calls() {
        return calls.get();
    }

    TlsIdentity identity() {
        return identity;
    }

    InetSocketAddress address() {
        return Neighbourhood.here(server.getAddress().getPort());
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
