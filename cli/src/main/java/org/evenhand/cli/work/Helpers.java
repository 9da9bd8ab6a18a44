package org.evenhand.cli.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.exchange.Directory;
import org.evenhand.node.exchange.ExchangeClient;
import org.evenhand.node.exchange.ExchangeException;
import org.evenhand.node.exchange.TlsIdentity;
import org.evenhand.node.gateway.LedgerDirectory;
import org.evenhand.node.ledger.LedgerException;

/** The nodes of a pool, as somebody sees them who has contents to give or to get. */
final class Helpers implements AutoCloseable {
    private static final long TRANSFER_MILLIS_MAX = TimeUnit.MINUTES.toMillis(10);

    /** A stream that is new on the ledger is not known to every peer at once. */
    private static final int STRANGER_RETRIES = 20;

    private static final long STRANGER_MILLIS = 250;
    private static final int FORBIDDEN = 403;

    private final Directory directory;
    private final ExchangeClient client;
    private final ExecutorService threads;
    private final StreamId self;

    private Helpers(Directory directory, ExchangeClient client, ExecutorService threads, StreamId self) {
        this.directory = directory;
        this.client = client;
        this.threads = threads;
        this.self = self;
    }

    /** The nodes, as a stream sees them whose key is the caller's. */
    static Helpers open(PoolClient opened, StreamId self) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool(action -> {
            Thread thread = new Thread(action, "evenhand-exchange");
            thread.setDaemon(true);
            return thread;
        });
        TlsIdentity identity = TlsIdentity.fromMsp(self, opened.target().identity());
        return new Helpers(
                new LedgerDirectory(opened.client(), opened.pool()),
                new ExchangeClient(identity, threads, TRANSFER_MILLIS_MAX),
                threads,
                self);
    }

    ExchangeClient client() {
        return client;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Whether the ledger has the caller's stream. */
    boolean isRegistered() throws LedgerException {
        return directory.find(self).isPresent();
    }

    Optional<Contact> find(StreamId node) throws LedgerException {
        return directory.find(node).filter(contact -> contact.address().isPresent());
    }

    /** All nodes that have an address; those of the own organisation first. */
    List<Contact> all() throws LedgerException {
        List<Contact> nodes = new ArrayList<>(ofOwnOrganisation());
        for (Contact node : directory.nodes()) {
            if (!node.stream().msp().equals(self.msp())) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Nodes of the own organisation that have an address, in no order. */
    List<Contact> ofOwnOrganisation() throws LedgerException {
        List<Contact> nodes = new ArrayList<>(directory.nodes());
        nodes.removeIf(node -> !node.stream().msp().equals(self.msp()));
        Collections.shuffle(nodes);
        return nodes;
    }

    /**
     * The nodes that contents could be handed to: the one that was named, or the organisation's that have an address.
     */
    List<Contact> candidates(Optional<StreamId> named) throws LedgerException, UserError {
        if (named.isPresent()) {
            return List.of(find(named.get())
                    .orElseThrow(() -> new UserError("expected --via to name a node that has an address on the ledger,"
                            + " found " + named.get() + ": run it with --exchange")));
        }
        List<Contact> nodes = ofOwnOrganisation();
        if (nodes.isEmpty()) {
            throw new UserError("expected a node of " + self.msp()
                    + " that takes files, found none: run one with --exchange HOST:PORT");
        }
        return nodes;
    }

    /**
     * Those of some nodes that serve this caller.
     *
     * @param wanted as many as are enough
     * @param sample what they are asked for, whether they have it or not
     */
    List<Contact> takers(List<Contact> candidates, int wanted, Digest sample) throws UserError, InterruptedException {
        List<Contact> answering = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Contact node : candidates) {
            if (answering.size() < wanted) {
                try {
                    requireAnswer(node, sample);
                    answering.add(node);
                } catch (IOException e) {
                    silent.add(node.stream() + " (" + e.getMessage() + ")");
                }
            }
        }
        if (answering.isEmpty()) {
            throw new UserError("expected a node that takes files, found " + String.join(", ", silent));
        }
        return answering;
    }

    /** Finds out whether a node serves this caller. */
    private void requireAnswer(Contact node, Digest sample) throws IOException, InterruptedException {
        for (int i = 0; true; i++) {
            try {
                boolean unused = client.has(node, sample);
                return;
            } catch (ExchangeException e) {
                if (e.status() != FORBIDDEN || i >= STRANGER_RETRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(STRANGER_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
