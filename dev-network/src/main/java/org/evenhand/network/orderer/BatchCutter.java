package org.evenhand.network.orderer;

import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.Envelope;

/**
 * Gathers envelopes into batches as Fabric's block cutter does: a batch ends when it holds enough messages, or when the
 * next one would make it too large; a message that is larger than a whole batch gets one of its own.
 */
final class BatchCutter {
    private final int messagesMax;
    private final long preferredBytesMax;
    private List<Envelope> pending = new ArrayList<>();
    private long pendingBytes;

    /**
     * Starts with nothing pending.
     *
     * @param messagesMax the most messages in a batch, at least 1.
     * @param preferredBytesMax the most bytes in a batch of more than one message.
     */
    BatchCutter(int messagesMax, long preferredBytesMax) {
        if (messagesMax < 1 || preferredBytesMax < 1) {
            throw new IllegalArgumentException("batch limits must be positive");
        }
        this.messagesMax = messagesMax;
        this.preferredBytesMax = preferredBytesMax;
    }

    /** Adds an envelope; returns the batches that this completes, none, one or two, in order. */
    List<List<Envelope>> add(Envelope envelope) {
        long bytes = size(envelope);
        List<List<Envelope>> complete = new ArrayList<>(2);
        if (!pending.isEmpty() && pendingBytes + bytes > preferredBytesMax) {
            complete.add(cut());
        }
        pending.add(envelope);
        pendingBytes += bytes;
        if (pending.size() >= messagesMax || bytes > preferredBytesMax) {
            complete.add(cut());
        }
        return complete;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Takes what is pending. */
    List<Envelope> cut() {
        List<Envelope> batch = pending;
        pending = new ArrayList<>();
        pendingBytes = 0;
        return batch;
    }

    static long size(Envelope envelope) {
        return (long) envelope.getPayload().size() + envelope.getSignature().size();
    }
}
