package org.evenhand.chaincode;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;

/**
 * A ledger of one chaincode in memory, and the stub of one transaction after the other on it. Records what each reads,
 * writes and emits. Calls of the shim that the contract must not need are refused.
 */
final class FakeStub {
    final NavigableMap<String, byte[]> state = new TreeMap<>();
    final List<String> reads = new ArrayList<>();
    final List<String> ranges = new ArrayList<>();
    final Map<String, byte[]> writes = new LinkedHashMap<>();
    final Map<String, String> events = new LinkedHashMap<>();
    /** Past values that were asked for, and iterators that were closed, in all transactions. */
    int historyRead;

    int historiesClosed;
    private final Map<String, List<KeyModification>> histories = new TreeMap<>();

    private final List<byte[]> arguments = new ArrayList<>();
    private byte[] creator = new byte[0];
    private Instant time = Instant.EPOCH;
    private int transactions;

    /** Starts a transaction: forgets what the last one read, wrote and emitted. */
    ChaincodeStub transaction(byte[] signer, Instant timestamp, String... functionAndArguments) {
        reads.clear();
        ranges.clear();
        writes.clear();
        events.clear();
        arguments.clear();
        for (String argument : functionAndArguments) {
            arguments.add(argument.getBytes(StandardCharsets.UTF_8));
        }
        creator = signer;
        time = timestamp;
        transactions++;
        return (ChaincodeStub) Proxy.newProxyInstance(
                ChaincodeStub.class.getClassLoader(), new Class<?>[] {ChaincodeStub.class}, this::answer);
    }

    /** Commits what the last transaction wrote. */
    void commit() {
        String id = transactionId();
        writes.forEach((key, value) -> {
            state.put(key, value);
            histories.computeIfAbsent(key, none -> new ArrayList<>()).add(0, new Change(id, Bytes.copyOf(value), time));
        });
    }

    String transactionId() {
        return "tx" + transactions;
    }

    private Object answer(Object proxy, Method method, Object[] given) {
        return switch (method.getName()) {
            case "getStringArgs" ->
                arguments.stream()
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .toList();
            case "getTxId" -> transactionId();
            case "getTxTimestamp" -> time;
            case "getCreator" -> creator.clone();
            case "getState" -> {
                reads.add((String) given[0]);
                yield state.getOrDefault((String) given[0], new byte[0]);
            }
            case "putState" -> writes.put((String) given[0], (byte[]) given[1]);
            case "setEvent" -> events.put((String) given[0], new String((byte[]) given[1], StandardCharsets.UTF_8));
            case "getStateByRange" -> range((String) given[0], (String) given[1]);
            case "getHistoryForKey" -> new History(histories.getOrDefault((String) given[0], List.of()));
            default -> throw new UnsupportedOperationException(method + " " + Arrays.toString(given));
        };
    }

    private Results<KeyValue> range(String from, String to) {
        ranges.add(from + ".." + to);
        List<KeyValue> found = new ArrayList<>();
        state.subMap(from, to).forEach((key, value) -> found.add(new Pair(key, Bytes.copyOf(value))));
        return new Results<>(found);
    }

    private record Results<T>(List<T> items) implements QueryResultsIterator<T> {
        @Override
        public Iterator<T> iterator() {
            return items.iterator();
        }

        @Override
        public void close() {}
    }

    private final class History implements QueryResultsIterator<KeyModification> {
        private final List<KeyModification> values;

        History(List<KeyModification> values) {
            this.values = values;
        }

        @Override
        public Iterator<KeyModification> iterator() {
            Iterator<KeyModification> left = values.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return left.hasNext();
                }

                @Override
                public KeyModification next() {
                    historyRead++;
                    return left.next();
                }
            };
        }

        @Override
        public void close() {
            historiesClosed++;
        }
    }

    private record Pair(String key, Bytes value) implements KeyValue {
        @Override
        public String getKey() {
            return key;
        }

        @Override
        public byte[] getValue() {
            return value.toArray();
        }

        @Override
        public String getStringValue() {
            return value.toString();
        }
    }

    private record Change(String id, Bytes value, Instant time) implements KeyModification {
        @Override
        public String getTxId() {
            return id;
        }

        @Override
        public byte[] getValue() {
            return value.toArray();
        }

        @Override
        public String getStringValue() {
            return value.toString();
        }

        @Override
        public Instant getTimestamp() {
            return time;
        }

        @Override
        public boolean isDeleted() {
            return false;
        }
    }
}
