package org.evenhand.node.reporting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.contract.RefusalCode;
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
    private static final int SUBMISSIONS_PER_ENTRY_MAX = 400;

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
     * @param ids completed with their ids once they are committed
     */
    private record Letter(List<Submission> submissions, CompletableFuture<List<SubmissionId>> ids) {}

    void put(NodeRequest request) {
        requests.add(request);
    }

    void put(List<Submission> submissions, CompletableFuture<List<SubmissionId>> ids) {
        if (submissions.isEmpty() || submissions.size() > SUBMISSIONS_PER_ENTRY_MAX) {
            ids.completeExceptionally(new IllegalArgumentException("expected 1 to " + SUBMISSIONS_PER_ENTRY_MAX
                    + " submissions at a time, found " + submissions.size()));
            return;
        }
        letters.add(new Letter(List.copyOf(submissions), ids));
    }

    boolean isEmpty() {
        return requests.isEmpty() && letters.isEmpty() && carried.isEmpty() && carriedRequest.isEmpty();
    }

    /** Puts into an entry what an earlier attempt at it carried, or else what waits. */
    void fill(Entry.Builder entry) {
        if (carried.isEmpty() && carriedRequest.isEmpty()) {
            carriedRequest = Optional.ofNullable(requests.poll());
            carried = nextLetters();
        }
        carriedRequest.ifPresent(entry::request);
        carried.forEach(letter -> letter.submissions().forEach(entry::submit));
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

    /** The entry was committed under this number. */
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

    /** Nothing will be sent any more. */
    void close() {
        IllegalStateException stopped = new IllegalStateException("the node has stopped");
        carried.forEach(letter -> letter.ids().completeExceptionally(stopped));
        letters.forEach(letter -> letter.ids().completeExceptionally(stopped));
    }
}
