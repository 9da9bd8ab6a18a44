package org.evenhand.node.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.InputException;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds content by asking one node after the other, those of the submitter's organisation first, again and again until
 * one gives it or the time is over. What several tasks want at once is fetched once.
 */
public final class ContentFinder implements Inputs {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFinder.class);

    /** Transfers at once. */
    private static final int TRANSFERS_MAX = 8;

    private static final long ASK_AGAIN_MILLIS = 500;

    private final ContentStore store;
    private final Directory directory;
    private final ExchangeClient client;
    private final Executor threads;
    private final long timeLimitMillis;
    private final Semaphore transfers = new Semaphore(TRANSFERS_MAX);
    private final ConcurrentHashMap<Digest, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    /**
     * A finder.
     *
     * @param store where what was found is kept
     * @param threads one for each content that is being looked for; not closed here
     * @param timeLimitMillis how long to look for one, in milliseconds
     */
    public ContentFinder(
            ContentStore store, Directory directory, ExchangeClient client, Executor threads, long timeLimitMillis) {
        this.store = store;
        this.directory = directory;
        this.client = client;
        this.threads = threads;
        this.timeLimitMillis = timeLimitMillis;
    }

    @Override
    public CompletableFuture<Void> fetch(Digest digest, MspId submitter) {
        if (store.has(digest)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> others = underWay.putIfAbsent(digest, mine);
        if (others != null) {
            return others.copy();
        }
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> search(digest, submitter), threads)
                .whenComplete((done, failure) -> {
                    underWay.remove(digest);
                    if (failure == null) {
                        mine.complete(null);
                    } else {
                        mine.completeExceptionally(causeOf(failure));
                    }
                });
        return mine.copy();
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void search(Digest digest, MspId submitter) {
        long startNanos = System.nanoTime();
        boolean corrupt = false;
        try {
            do {
                for (Contact node : inOrder(submitter)) {
                    Optional<Problem> problem = ask(node, digest);
                    if (problem.isEmpty()) {
                        return;
                    }
                    corrupt |= problem.get() == Problem.CORRUPT;
                }
                TimeUnit.MILLISECONDS.sleep(Math.min(ASK_AGAIN_MILLIS, timeLimitMillis));
            } while (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) < timeLimitMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        throw new CompletionException(
                corrupt
                        ? new InputException(
                                InputException.CORRUPT, "whoever had " + digest + " had something else under it")
                        : new InputException(
                                InputException.UNAVAILABLE,
                                "nobody gave " + digest + " within " + timeLimitMillis + " ms"));
    }

    private List<Contact> inOrder(MspId submitter) {
        StreamId self = client.identity().stream();
        try {
            List<Contact> nodes = new ArrayList<>(directory.nodes());
            nodes.removeIf(node -> node.stream().equals(self) || node.address().isEmpty());
            // Whom to ask first is left to chance among equals, or all would ask the same.
            Collections.shuffle(nodes);
            nodes.sort(Comparator.comparing(node -> !node.stream().msp().equals(submitter)));
            return nodes;
        } catch (LedgerException e) {
            LOG.info("nobody can be asked for inputs yet: {}", e.getMessage());
            return List.of();
        }
    }

    /** Says what kept a node from giving the content, if something did. */
    private Optional<Problem> ask(Contact node, Digest digest) throws IOException, InterruptedException {
        transfers.acquire();
        try {
            return client.fetch(node, digest, store) ? Optional.empty() : Optional.of(Problem.MISSING);
        } catch (ContentException e) {
            if (e.problem() == Problem.CORRUPT) {
                LOG.warn("{} gave something wrong: {}", node.stream(), e.getMessage());
                return Optional.of(Problem.CORRUPT);
            }
            throw e;
        } catch (IOException e) {
            LOG.info("{} did not give {}: {}", node.stream(), digest, String.valueOf(e.getMessage()));
            return Optional.of(Problem.MISSING);
        } finally {
            transfers.release();
        }
    }
}
