package org.evenhand.node.content;

import java.util.concurrent.CompletableFuture;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;

/** Gets what tasks work on to this node. */
@FunctionalInterface
public interface Inputs {
    /**
     * Sees to it that something is in the node's store.
     *
     * @param bytesMax how many bytes it may have; whoever gives more gives something else
     * @param submitter the organisation that probably has it
     * @return done once it is there; fails with {@link InputException}, with {@link ContentException} if that many
     *     bytes are too many here or there is no room for it, or with another {@link java.io.IOException}
     */
    CompletableFuture<Void> fetch(Digest digest, long bytesMax, MspId submitter);

    /** Of a node that exchanges nothing: only what is there is there. */
    static Inputs of(ContentStore store) {
        return (digest, bytesMax, submitter) -> store.has(digest)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new InputException(InputException.UNAVAILABLE, digest + " is not in the node's own store"));
    }
}
