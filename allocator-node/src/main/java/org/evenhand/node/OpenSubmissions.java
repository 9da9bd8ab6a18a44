package org.evenhand.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.reporting.Reporter;

/** Submissions whose ids somebody waits for; at most {@link Reporter#SUBMISSIONS_WAITING_MAX}. For several threads. */
final class OpenSubmissions {
    private final StreamId node;
    private final AtomicLong handedIn = new AtomicLong();
    private final Map<Long, CompletableFuture<List<SubmissionId>>> open = new ConcurrentHashMap<>();

    OpenSubmissions(StreamId node) {
        this.node = node;
    }

    /** The ids of another one; failed already if there are too many. */
    CompletableFuture<List<SubmissionId>> open() {
        if (open.size() >= Reporter.SUBMISSIONS_WAITING_MAX) {
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException(open.size() + " submissions wait for " + node));
        }
        long number = handedIn.incrementAndGet();
        CompletableFuture<List<SubmissionId>> ids = new CompletableFuture<>();
        open.put(number, ids);
        CompletableFuture<List<SubmissionId>> unused = ids.whenComplete((done, failure) -> open.remove(number));
        return ids;
    }

    /** Nobody will ever say what the ids are. */
    void fail() {
        IllegalStateException ended = new IllegalStateException("the node ended");
        List.copyOf(open.values()).forEach(ids -> ids.completeExceptionally(ended));
    }
}
