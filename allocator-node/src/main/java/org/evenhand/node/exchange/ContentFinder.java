package org.evenhand.node.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /** Transfers at once from one other organisation: whoever is slow on purpose holds up its own alone. */
    private static final int TRANSFERS_OF_ORGANISATION_MAX = 2;

    private static final long ASK_AGAIN_MILLIS = 500;

    private final ContentStore store;
    private final Directory directory;
    private final ExchangeClient client;
    private final Executor threads;
    private final long timeLimitMillis;
    private final Semaphore transfers = new Semaphore(TRANSFERS_MAX);
    private final ConcurrentHashMap<MspId, Semaphore> transfersOf = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Wanted, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    /** What is looked for. Who gives a wrong length must not fail those who give the right one. */
    private record Wanted(Digest digest, long bytesMax) {}

    /** What came of asking a node. */
    private enum Answer {
        GIVEN,
        MISSING,
        CORRUPT,
        /** It was not asked: others hold all the transfers that its organisation may have. */
        BUSY
    }

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
    public CompletableFuture<Void> fetch(Digest digest, long bytesMax, MspId submitter) {
        if (store.has(digest)) {
            return CompletableFuture.completedFuture(null);
        }
        if (bytesMax > store.itemBytesMax()) {
            return CompletableFuture.failedFuture(new ContentException(
                    Problem.TOO_LARGE,
                    "expected an item of at most " + store.itemBytesMax() + " bytes, found one of " + bytesMax));
        }
        Wanted wanted = new Wanted(digest, bytesMax);
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> others = underWay.putIfAbsent(wanted, mine);
        if (others != null) {
            return others.copy();
        }
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> search(wanted, submitter), threads)
                .whenComplete((done, failure) -> {
                    underWay.remove(wanted);
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

    private void search(Wanted wanted, MspId submitter) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeLimitMillis);
        boolean corrupt = false;
        try {
            while (leftMillis(deadlineNanos) > 0) {
                Set<MspId> busy = new HashSet<>();
                for (Contact node : inOrder(submitter)) {
                    MspId organisation = node.stream().msp();
                    if (leftMillis(deadlineNanos) <= 0 || busy.contains(organisation)) {
                        continue;
                    }
                    Answer answer = ask(node, wanted, deadlineNanos);
                    if (answer == Answer.GIVEN) {
                        return;
                    }
                    corrupt |= answer == Answer.CORRUPT;
                    if (answer == Answer.BUSY) {
                        busy.add(organisation);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(Math.min(ASK_AGAIN_MILLIS, Math.max(0, leftMillis(deadlineNanos))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        throw new CompletionException(notFound(wanted.digest(), corrupt));
    }

    private static long leftMillis(long deadlineNanos) {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    private InputException notFound(Digest digest, boolean corrupt) {
        return corrupt
                ? new InputException(InputException.CORRUPT, "whoever had " + digest + " had something else under it")
                : new InputException(
                        InputException.UNAVAILABLE, "nobody gave " + digest + " within " + timeLimitMillis + " ms");
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

    /** Asks a node once there is a transfer for it. Waits only briefly for one of its organisation's. */
    private Answer ask(Contact node, Wanted wanted, long deadlineNanos) throws IOException, InterruptedException {
        MspId organisation = node.stream().msp();
        boolean own = organisation.equals(client.identity().stream().msp());
        Semaphore ofOrganisation = own
                ? transfers
                : transfersOf.computeIfAbsent(organisation, absent -> new Semaphore(TRANSFERS_OF_ORGANISATION_MAX));
        long waitMillis = Math.min(ASK_AGAIN_MILLIS, leftMillis(deadlineNanos));
        if (!ofOrganisation.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
            return Answer.BUSY;
        }
        try {
            if (own) {
                return transfer(node, wanted, deadlineNanos);
            }
            if (!transfers.tryAcquire(leftMillis(deadlineNanos), TimeUnit.MILLISECONDS)) {
                return Answer.BUSY;
            }
            try {
                return transfer(node, wanted, deadlineNanos);
            } finally {
                transfers.release();
            }
        } finally {
            ofOrganisation.release();
        }
    }

    private Answer transfer(Contact node, Wanted wanted, long deadlineNanos) throws IOException, InterruptedException {
        Digest digest = wanted.digest();
        try {
            boolean given = client.fetch(node, digest, store, wanted.bytesMax(), leftMillis(deadlineNanos));
            return given ? Answer.GIVEN : Answer.MISSING;
        } catch (ContentException e) {
            // The store could take what was expected, so what is too large is something else, too.
            if (e.problem() == Problem.CORRUPT || e.problem() == Problem.TOO_LARGE) {
                LOG.warn("{} gave something wrong under {}: {}", node.stream(), digest, e.getMessage());
                return Answer.CORRUPT;
            }
            throw e;
        } catch (IOException e) {
            LOG.info("{} did not give {}: {}", node.stream(), digest, String.valueOf(e.getMessage()));
            return Answer.MISSING;
        }
    }
}
