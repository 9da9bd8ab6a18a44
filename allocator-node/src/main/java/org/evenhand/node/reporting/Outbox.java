package org.evenhand.node.reporting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.ledger.LedgerException;

/**
 * What the owner wants of the ledger through its node's stream: submissions and requests. What was once put into an
 * entry stays in every further attempt at that entry, at the same place: whichever attempt is committed, a submission
 * has the same id and is there once. Not for several threads.
 */
final class Outbox {
    /** Keeps an entry well below its limit of bytes. */
    static final int SUBMISSIONS_PER_ENTRY_MAX = 400;

    /** Letters that may wait; what comes on top is turned away. */
    static final int LETTERS_MAX = 10_000;

    /** Requests that may wait; what comes on top is turned away. */
    static final int REQUESTS_MAX = 64;

    private static final Set<RefusalCode> FOR_SUBMISSIONS = EnumSet.of(
            RefusalCode.UNKNOWN_CLASS,
            RefusalCode.TOO_MANY_ITEMS,
            RefusalCode.PAYLOAD_TOO_LARGE,
            RefusalCode.NUMBER_OUT_OF_RANGE,
            RefusalCode.MALFORMED);

    private final StreamId stream;
    private final Deque<NodeRequest> requests = new ArrayDeque<>();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private int lettersPerEntryMax = SUBMISSIONS_PER_ENTRY_MAX;
    private Optional<NodeRequest> carriedRequest = Optional.empty();
    private List<Letter> carried = List.of();

    Outbox(StreamId stream) {
        this.stream = stream;
    }

    /**
     * Submissions that belong together.
     *
     * @param submissions at most {@link #SUBMISSIONS_PER_ENTRY_MAX}
     * @param bytes how much of an entry they take
     * @param ids completed with their ids once they are committed
     */
    private record Letter(List<Submission> submissions, int bytes, CompletableFuture<List<SubmissionId>> ids) {}

    /** Takes a request in; says whether there was room. One that repeats the last one adds nothing. */
    boolean put(NodeRequest request) {
        if (request.equals(requests.peekLast())) {
            return true;
        }
        return requests.size() < REQUESTS_MAX && requests.add(request);
    }

    void put(List<Submission> submissions, CompletableFuture<List<SubmissionId>> ids) {
        if (submissions.isEmpty() || submissions.size() > SUBMISSIONS_PER_ENTRY_MAX) {
            ids.completeExceptionally(new IllegalArgumentException("expected 1 to " + SUBMISSIONS_PER_ENTRY_MAX
                    + " submissions at a time, found " + submissions.size()));
        } else if (letters.size() >= LETTERS_MAX) {
            ids.completeExceptionally(new RejectedExecutionException(LETTERS_MAX + " letters wait for " + stream));
        } else {
            Entry.Builder alone = Entry.builder();
            submissions.forEach(alone::submit);
            int bytes = Bytes.of(alone.build().toJson()).size();
            letters.add(new Letter(List.copyOf(submissions), bytes, ids));
        }
    }

    boolean isEmpty() {
        return requests.isEmpty() && letters.isEmpty() && carried.isEmpty() && carriedRequest.isEmpty();
    }

    /** Takes what waits, unless what an earlier attempt carried is not on the ledger yet. */
    void take() {
        if (carried.isEmpty() && carriedRequest.isEmpty()) {
            carriedRequest = Optional.ofNullable(requests.poll());
            carried = nextLetters();
        }
    }

    /** Puts what was taken into an entry. */
    void fill(Entry.Builder entry) {
        carriedRequest.ifPresent(entry::request);
        carried.forEach(letter -> letter.submissions().forEach(entry::submit));
    }

    /** About how many bytes the submissions that were taken fill. */
    int bytes() {
        return carried.stream().mapToInt(Letter::bytes).sum();
    }

    private List<Letter> nextLetters() {
        List<Letter> next = new ArrayList<>();
        int room = SUBMISSIONS_PER_ENTRY_MAX;
        for (Letter letter = letters.peek(); letter != null; letter = letters.peek()) {
            room -= letter.submissions().size();
            if (room < 0 || next.size() == lettersPerEntryMax) {
                break;
            }
            next.add(letters.remove());
        }
        return next;
    }

    /**
     * The contract refused an entry. If that was for its submissions, they go: one bad submission must not keep a node
     * from reporting. Which one it was shows when they are tried one by one.
     *
     * @return whether it was for the submissions
     */
    boolean blame(LedgerException refused) {
        if (carried.isEmpty()
                || refused.code().filter(FOR_SUBMISSIONS::contains).isEmpty()) {
            return false;
        }
        if (carried.size() == 1) {
            carried.get(0).ids().completeExceptionally(refused);
        } else {
            lettersPerEntryMax = 1;
            for (int i = carried.size() - 1; i >= 0; i--) {
                letters.addFirst(carried.get(i));
            }
        }
        carried = List.of();
        return true;
    }

    /** What was taken lies on the ledger, under this number. */
    void committed(long sequence) {
        int item = 0;
        for (Letter letter : carried) {
            List<SubmissionId> ids = new ArrayList<>();
            for (int i = 0; i < letter.submissions().size(); i++) {
                ids.add(new SubmissionId(stream, sequence, item));
                item++;
            }
            letter.ids().complete(ids);
        }
        carried = List.of();
        carriedRequest = Optional.empty();
        if (letters.isEmpty()) {
            lettersPerEntryMax = SUBMISSIONS_PER_ENTRY_MAX;
        }
    }

    /**
     * Nobody can say whether what was taken lies on the ledger. Submissions must not be done twice, so whoever handed
     * them in has to look; a request may be made again.
     */
    void unresolved(LedgerException unknown) {
        carried.forEach(letter -> letter.ids().completeExceptionally(unknown));
        carried = List.of();
    }

    /** Nothing will be sent any more. */
    void close() {
        IllegalStateException stopped = new IllegalStateException("the node has stopped");
        carried.forEach(letter -> letter.ids().completeExceptionally(stopped));
        letters.forEach(letter -> letter.ids().completeExceptionally(stopped));
    }
}
