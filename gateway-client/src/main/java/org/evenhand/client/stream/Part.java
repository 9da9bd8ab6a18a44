package org.evenhand.client.stream;

import java.util.concurrent.CompletableFuture;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.Entry;

/**
 * What somebody handed to a writer.
 *
 * @param content what goes into an entry
 * @param bytes how much of an entry it takes
 * @param alone whether it must have an entry to itself, since one that it shared was refused
 * @param done completes when it is on the ledger
 */
record Part(Entry content, int bytes, boolean alone, CompletableFuture<Appended> done) {
    static Part of(Entry content) {
        return new Part(content, Bytes.of(content.toJson()).size(), false, new CompletableFuture<>());
    }

    Part byItself() {
        return new Part(content, bytes, true, done);
    }
}
