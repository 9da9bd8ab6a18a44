package org.evenhand.node.content;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.evenhand.node.content.ContentException.Problem;
import org.jspecify.annotations.Nullable;

/** The body of a response, written to a stream as it comes; one that grows too large is cut off. */
public final class StreamingBody implements BodySubscriber<Long> {
    private final OutputStream to;
    private final long bytesMax;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private long bytes;

    /**
     * A body that has not come.
     *
     * @param to not closed here
     * @param bytesMax more than this is an error: {@link Problem#TOO_LARGE}
     */
    public StreamingBody(OutputStream to, long bytesMax) {
        this.to = to;
        this.bytesMax = bytesMax;
    }

    /** Completes with the number of bytes. */
    @Override
    public CompletionStage<Long> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                bytes += piece.length;
                if (bytes > bytesMax) {
                    throw new ContentException(Problem.TOO_LARGE, "expected at most " + bytesMax + " bytes");
                }
                to.write(piece);
            }
        } catch (IOException e) {
            cancel();
            done.completeExceptionally(e);
            return;
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(bytes);
    }
}
