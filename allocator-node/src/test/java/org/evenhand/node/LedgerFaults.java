package org.evenhand.node;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.ledger.LedgerException;

/** What goes wrong with a ledger when a test wants it to. */
public final class LedgerFaults {
    /** The transaction id of an append that got lost. */
    static final String LOST = "lost";

    private final Set<StreamId> lost = new LinkedHashSet<>();
    private final Set<String> silentOn = new LinkedHashSet<>();
    private final TreeMap<StreamId, Long> lags = new TreeMap<>();
    private Optional<Supplier<? extends Exception>> holdings = Optional.empty();
    private Optional<Supplier<RuntimeException>> snapshots = Optional.empty();
    private boolean firstIsDeaf;

    /** The next append of this node gets lost on its way to the orderers, and the node is told that nobody knows. */
    void loseNextAppend(StreamId node) {
        lost.add(node);
    }

    void send(StreamId node) throws LedgerException {
        if (lost.remove(node)) {
            throw LedgerException.unresolved(LOST, "no answer", null);
        }
    }

    /** Nobody says what became of this transaction. */
    void silentOn(String transactionId) {
        silentOn.add(transactionId);
    }

    void askAbout(String transactionId) throws LedgerException {
        if (silentOn.contains(transactionId)) {
            throw LedgerException.unresolved(transactionId, "nobody knows", null);
        }
    }

    /** Whoever tells this node where its stream stands is so many entries behind. */
    void lag(StreamId node, long entriesBehind) {
        lags.put(node, entriesBehind);
    }

    long lag(StreamId node) {
        return lags.getOrDefault(node, 0L);
    }

    /** Nobody can read what a node has. */
    void failHoldings(Supplier<? extends Exception> failure) {
        holdings = Optional.of(failure);
    }

    void answerHoldings() {
        holdings = Optional.empty();
    }

    void readHolding() throws LedgerException {
        if (holdings.isPresent()) {
            Exception failure = holdings.get().get();
            if (failure instanceof RuntimeException bug) {
                throw bug;
            }
            throw (LedgerException) failure;
        }
    }

    /** The pool cannot be read. */
    void failSnapshots(Supplier<RuntimeException> bug) {
        snapshots = Optional.of(bug);
    }

    void readSnapshot() {
        if (snapshots.isPresent()) {
            throw snapshots.get().get();
        }
    }

    /** Whoever was the first to listen hears nothing. */
    void deafenFirst(boolean deaf) {
        firstIsDeaf = deaf;
    }

    long deafListeners() {
        return firstIsDeaf ? 1 : 0;
    }
}
