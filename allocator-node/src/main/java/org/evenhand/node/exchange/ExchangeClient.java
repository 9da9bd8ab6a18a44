package org.evenhand.node.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.Limits;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.Incoming;
import org.evenhand.node.content.Sha256;
import org.evenhand.node.content.StreamingBody;

/**
 * Asks nodes for content, and hands it to them. Only the owner of the key that the ledger has for a node is talked to,
 * whoever answers at its address. Safe for use by several threads; each call holds its thread until it is over.
 */
public final class ExchangeClient {
    /** Nodes to which connections are kept: all of a pool, and some that have left. */
    private static final int CLIENTS_MAX = Limits.NODES_PER_POOL_MAX + 32;

    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(5);

    /** How long a node may take to begin an answer, in seconds. */
    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);

    private final TlsIdentity identity;
    private final Executor threads;
    private final long transferMillisMax;
    private final LinkedHashMap<Digest, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, HttpClient> eldest) {
            return size() > CLIENTS_MAX;
        }
    };

    /**
     * A client of all nodes.
     *
     * @param identity who asks
     * @param threads for what is short; not closed here
     * @param transferMillisMax how long one transfer may take, in milliseconds
     */
    public ExchangeClient(TlsIdentity identity, Executor threads, long transferMillisMax) {
        this.identity = identity;
        this.threads = threads;
        this.transferMillisMax = transferMillisMax;
    }

    public TlsIdentity identity() {
        return identity;
    }

    private HttpClient client(Digest key) {
        synchronized (clients) {
            return clients.computeIfAbsent(key, absent -> HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIME_MAX)
                    .sslContext(identity.forClientOf(key))
                    .executor(threads)
                    .build());
        }
    }

    private HttpRequest.Builder request(Contact node, Digest digest) throws IOException {
        Address address =
                node.address().orElseThrow(() -> new IOException("the ledger has no address of " + node.stream()));
        try {
            return HttpRequest.newBuilder(URI.create("https://" + address + Protocol.path(digest)))
                    .timeout(ANSWER_TIME_MAX)
                    .header(Protocol.STREAM, identity.stream().toString());
        } catch (IllegalArgumentException e) {
            // The ledger may have an address that only looks like one.
            throw new IOException(node.stream() + " has the address " + address + ", which cannot be asked", e);
        }
    }

    /**
     * Gets content into a store, which keeps it only if it is what it should be.
     *
     * @param bytesMax more than this is something else
     * @param timeLimitMillis how long it may take
     * @return whether the node had it
     * @throws ContentException if it is something else, or if the store cannot take it
     * @throws IOException if the node could not be reached or did not answer well
     */
    public boolean fetch(Contact node, Digest digest, ContentStore store, long bytesMax, long timeLimitMillis)
            throws IOException, InterruptedException {
        try (Incoming incoming = store.receive()) {
            if (!download(node, digest, incoming, bytesMax, timeLimitMillis)) {
                return false;
            }
            incoming.keep(digest);
            return true;
        }
    }

    /**
     * Gets content somewhere else than into a store.
     *
     * @param to gets what the node gives; not closed here. What was written counts only if this returns true
     * @param bytesMax more than this is an error
     * @return whether the node had it
     * @throws ContentException if it is something else, or too large
     */
    public boolean fetch(Contact node, Digest digest, OutputStream to, long bytesMax)
            throws IOException, InterruptedException {
        Summing summing = new Summing(to);
        if (!download(node, digest, summing, bytesMax, transferMillisMax)) {
            return false;
        }
        Digest found = summing.sum.digest();
        if (!found.equals(digest)) {
            throw new ContentException(
                    Problem.CORRUPT,
                    "expected content with digest " + digest + " of " + node.stream() + ", found " + found);
        }
        return true;
    }

    /** Sums up what passes. */
    private static final class Summing extends OutputStream {
        private final OutputStream to;
        private final Sha256 sum = new Sha256();

        Summing(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sum.update(bytes, offset, length);
            to.write(bytes, offset, length);
        }
    }

    private boolean download(Contact node, Digest digest, OutputStream to, long bytesMax, long timeLimitMillis)
            throws IOException, InterruptedException {
        HttpRequest request = request(node, digest).GET().build();
        HttpResponse<Long> response = await(
                node,
                client(node.key())
                        .sendAsync(
                                request,
                                info -> info.statusCode() == Protocol.OK
                                        ? new StreamingBody(to, bytesMax)
                                        : BodySubscribers.replacing(0L)),
                timeLimitMillis);
        if (response.statusCode() == Protocol.NOT_FOUND) {
            return false;
        }
        require(node, response.statusCode(), Protocol.OK);
        return true;
    }

    /** Whether a node has content. */
    public boolean has(Contact node, Digest digest) throws IOException, InterruptedException {
        HttpRequest request = request(node, digest)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<Void> response =
                await(node, client(node.key()).sendAsync(request, info -> BodySubscribers.discarding()));
        if (response.statusCode() == Protocol.NOT_FOUND) {
            return false;
        }
        require(node, response.statusCode(), Protocol.OK);
        return true;
    }

    /** Hands a file to a node of the own organisation. */
    public void put(Contact node, Digest digest, Path file) throws IOException, InterruptedException {
        put(node, digest, HttpRequest.BodyPublishers.ofFile(file));
    }

    /** Hands bytes to a node of the own organisation. */
    public void put(Contact node, Digest digest, byte[] bytes) throws IOException, InterruptedException {
        put(node, digest, HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private void put(Contact node, Digest digest, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        // No time limit of its own: the answer comes after the last byte, and await has one for all of it.
        HttpRequest request = request(node, digest)
                .timeout(Duration.ofMillis(transferMillisMax))
                .PUT(body)
                .build();
        HttpResponse<String> response =
                await(node, client(node.key()).sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        if (response.statusCode() != Protocol.CREATED) {
            throw new ExchangeException(
                    response.statusCode(), node.stream() + " did not take content " + digest + ": " + response.body());
        }
    }

    private static void require(Contact node, int status, int expected) throws IOException {
        if (status != expected) {
            throw new ExchangeException(
                    status, "expected " + node.stream() + " to answer " + expected + ", found " + status);
        }
    }

    private <T> T await(Contact node, CompletableFuture<T> answer) throws IOException, InterruptedException {
        return await(node, answer, transferMillisMax);
    }

    private <T> T await(Contact node, CompletableFuture<T> answer, long timeLimitMillis)
            throws IOException, InterruptedException {
        long millisMax = Math.min(timeLimitMillis, transferMillisMax);
        try {
            return answer.get(millisMax, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(node.stream() + " took longer than " + millisMax + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContentException content) {
                throw content;
            }
            throw new IOException(
                    node.stream() + " at " + node.address().orElseThrow() + " could not be asked", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
