package org.evenhand.client.stream;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/** Parts that share an entry, in the order in which they were handed over. */
final class Batch {
    private final List<Part> parts = new ArrayList<>();
    private boolean reports;
    private boolean requests;
    private int submissions;
    private int cancellations;
    private int priorities;
    private int bytes;

    private Batch() {}

    /** Takes as many parts off the queue as fit into one entry; at least one, if there is one. */
    static Batch takeFrom(Deque<Part> waiting) {
        Batch batch = new Batch();
        Part next = waiting.peek();
        while (next != null && batch.hasRoomFor(next)) {
            batch.add(waiting.remove());
            next = waiting.peek();
        }
        return batch;
    }

    private boolean hasRoomFor(Part part) {
        if (parts.isEmpty()) {
            return true;
        }
        Entry content = part.content();
        return !part.alone()
                && !parts.get(0).alone()
                && !(reports && content.report().isPresent())
                && !(requests && content.request().isPresent())
                && submissions + content.submissions().size() <= Limits.SUBMISSIONS_PER_ENTRY_MAX
                && cancellations + content.cancellations().size() <= Limits.CANCELLATIONS_PER_ENTRY_MAX
                && priorities + content.priorities().size() <= Limits.CANCELLATIONS_PER_ENTRY_MAX
                && bytes + part.bytes() <= Limits.ENTRY_BYTES_MAX;
    }

    private void add(Part part) {
        Entry content = part.content();
        parts.add(part);
        reports |= content.report().isPresent();
        requests |= content.request().isPresent();
        submissions += content.submissions().size();
        cancellations += content.cancellations().size();
        priorities += content.priorities().size();
        bytes += part.bytes();
    }

    boolean isShared() {
        return parts.size() > 1;
    }

    Entry entry() {
        Entry.Builder entry = Entry.builder();
        for (Part part : parts) {
            part.content().report().ifPresent(entry::report);
            part.content().request().ifPresent(entry::request);
            part.content().submissions().forEach(entry::submit);
            part.content().cancellations().forEach(entry::cancel);
            part.content().priorities().forEach(change -> entry.reprioritise(change.range(), change.priority()));
        }
        return entry.build();
    }

    void complete(StreamId stream, long sequence) {
        int item = 0;
        for (Part part : parts) {
            part.done().complete(new Appended(stream, sequence, item));
            item += part.content().submissions().size();
        }
    }

    void fail(Throwable failure) {
        parts.forEach(part -> part.done().completeExceptionally(failure));
    }

    /** Puts the parts back, each to get an entry to itself. */
    void returnTo(Deque<Part> waiting) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            waiting.addFirst(parts.get(i).byItself());
        }
    }
}
