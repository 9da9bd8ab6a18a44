package org.evenhand.audit.decision;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.audit.state.StateView;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.StateReader;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.rules.Trace;

/** One transaction of the contract, run again over the state that it found. */
final class ContractReplay {
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ChaincodeTransaction transaction;
    private final String namespace;
    private final StateView before;
    private final NavigableSet<String> keysRead = new TreeSet<>();

    ContractReplay(ChaincodeTransaction transaction, StateView before) {
        this.transaction = transaction;
        this.namespace = transaction.action().getChaincodeId().getName();
        this.before = before;
    }

    /** Returns the function's name; empty when there is none. */
    String function() {
        return transaction.arguments().isEmpty()
                ? ""
                : transaction.arguments().get(0).toStringUtf8();
    }

    /** Runs the transaction, and notes the keys that it reads. */
    Outcome run() {
        StateReader reader = key -> {
            keysRead.add(key);
            return read(key);
        };
        return Contract.submit(request(), context(), reader);
    }

    /** Decides a round once more and tells why. */
    Outcome explain(Trace trace) {
        return Contract.explain(request(), context(), this::read, trace);
    }

    NavigableSet<String> keysRead() {
        return keysRead;
    }

    private Optional<Bytes> read(String key) {
        return before.value(namespace, key).map(value -> Bytes.copyOf(value.toByteArray()));
    }

    private Request request() {
        List<String> texts = transaction.arguments().stream()
                .map(argument -> argument.toString(StandardCharsets.UTF_8))
                .toList();
        return texts.isEmpty() ? Request.of("") : new Request(texts.get(0), texts.subList(1, texts.size()));
    }

    private TransactionContext context() {
        Digest key = transaction
                .creator()
                .publicKeySha256()
                .map(hash -> new Digest(HexFormat.of().formatHex(hash)))
                .orElse(Digest.NONE);
        Caller caller = new Caller(new MspId(transaction.creator().mspId()), key, transaction.creatorIsAdmin());
        return new TransactionContext(transaction.id(), millis(transaction.timestamp()), caller);
    }

    private static long millis(Timestamp time) {
        return time.getSeconds() * MILLIS_PER_SECOND + time.getNanos() / NANOS_PER_MILLI;
    }

    static boolean sameBytes(Bytes expected, ByteString actual) {
        return ByteString.copyFrom(expected.toArray()).equals(actual);
    }
}
