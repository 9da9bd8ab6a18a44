package org.evenhand.node.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.exchange.Directory;
import org.evenhand.node.ledger.LedgerException;

/**
 * Reads from the ledger who is who. What was found counts for a few seconds, so that whoever fetches a thousand things
 * is looked up once; a key that was taken from its owner is refused after that.
 */
public final class LedgerDirectory implements Directory {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int KNOWN_MAX = 1_000;

    private final EvenhandClient client;
    private final PoolId pool;
    private final LinkedHashMap<StreamId, Answer<Contact>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Answer<Contact>> eldest) {
            return size() > KNOWN_MAX;
        }
    };
    private Optional<Answer<List<MspId>>> members = Optional.empty();
    private Optional<Answer<List<Contact>>> nodes = Optional.empty();

    /** Something the ledger said, and when. */
    private record Answer<T>(T value, long nanos) {
        static <T> Answer<T> now(T value) {
            return new Answer<>(value, System.nanoTime());
        }

        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    /**
     * A directory of a pool.
     *
     * @param client any member of the channel; stays open
     */
    public LedgerDirectory(EvenhandClient client, PoolId pool) {
        this.client = client;
        this.pool = pool;
    }

    @Override
    public Optional<Contact> find(StreamId stream) throws LedgerException {
        synchronized (this) {
            Answer<Contact> answer = known.get(stream);
            if (answer != null && answer.isFresh()) {
                return Optional.of(answer.value());
            }
        }
        if (!members().contains(stream.msp())) {
            return Optional.empty();
        }
        try {
            return Optional.of(note(client.getStream(pool, stream)));
        } catch (EvenhandException e) {
            if (isUnknown(e)) {
                return Optional.empty();
            }
            throw Failures.translate(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    private static boolean isUnknown(EvenhandException failure) {
        return failure.refusal()
                .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_STREAM)
                .isPresent();
    }

    private synchronized Contact note(StreamView view) {
        Contact contact =
                new Contact(view.stream(), view.writer().key(), view.writer().address());
        known.put(contact.stream(), Answer.now(contact));
        return contact;
    }

    private synchronized List<MspId> members() throws LedgerException {
        if (members.filter(Answer::isFresh).isEmpty()) {
            try {
                members = Optional.of(Answer.now(client.getPool(pool)
                        .adopted()
                        .map(adopted -> adopted.policy().members())
                        .orElse(List.of())));
            } catch (EvenhandException e) {
                throw Failures.translate(e);
            } catch (InterruptedException e) {
                throw Failures.interrupted(e);
            }
        }
        return members.orElseThrow().value();
    }

    @Override
    public List<Contact> nodes() throws LedgerException {
        synchronized (this) {
            if (nodes.filter(Answer::isFresh).isPresent()) {
                return nodes.orElseThrow().value();
            }
        }
        List<Contact> found = readNodes();
        synchronized (this) {
            nodes = Optional.of(Answer.now(found));
        }
        return found;
    }

    private List<Contact> readNodes() throws LedgerException {
        try {
            List<CompletableFuture<StreamView>> asked = new ArrayList<>();
            for (NodeView node : client.listNodes(pool)) {
                asked.add(client.getStreamAsync(pool, node.state().id()));
            }
            List<Contact> found = new ArrayList<>();
            for (CompletableFuture<StreamView> answer : asked) {
                Contact contact = note(answer.get());
                if (contact.address().isPresent()) {
                    found.add(contact);
                }
            }
            return List.copyOf(found);
        } catch (EvenhandException e) {
            throw Failures.translate(e);
        } catch (ExecutionException e) {
            throw LedgerException.causeOf(Failures.translate(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }
}
