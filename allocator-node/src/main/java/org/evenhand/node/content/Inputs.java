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
     * @param submitter the organisation that probably has it
     * @return done once it is there; fails with {@link InputException}, with {@link ContentException} if there is no
     *     room for it here, or with another {@link java.io.IOException}
     */
    CompletableFuture<Void> fetch(Digest digest, MspId submitter);

    /** Of a node that exchanges nothing: only what is there is there. */
    static Inputs of(ContentStore store) {
        return (digest, submitter) -> store.has(digest)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new InputException(InputException.UNAVAILABLE, digest + " is not in the node's own store"));
    }
}
