package org.evenhand.audit.decision;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.evenhand.audit.ChaincodeAuditor;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.audit.Finding;
import org.evenhand.audit.FindingCode;
import org.evenhand.audit.Findings;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.state.StateView;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.MalformedException;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;

/**
 * Runs every transaction of the contract again and compares all that it left on the ledger: what it wrote, which keys
 * it read, its event, and its response. Endorsers that agreed on anything else than the rules say are named here, even
 * when every signature and every hash is theirs.
 */
public final class DecisionLayer implements ChaincodeAuditor {
    private static final int STATUS_OK = 200;

    /** Is told about rounds that were decided again and came out the same. */
    @FunctionalInterface
    interface RoundListener {
        void decided(ChaincodeTransaction transaction, RoundRecord round, ContractReplay replay);
    }

    private final RoundListener listener;
    private long rounds;

    /** Makes a layer that only judges. */
    public DecisionLayer() {
        this((transaction, round, replay) -> {});
    }

    DecisionLayer(RoundListener listener) {
        this.listener = listener;
    }

    @Override
    public long roundsReplayed() {
        return rounds;
    }

    @Override
    public void audit(ChaincodeTransaction transaction, StateView before, Findings findings) {
        ContractReplay replay = new ContractReplay(transaction, before);
        List<Finding> found = new ArrayList<>();
        if (Contract.isQuery(replay.function())) {
            requireNoWrites(transaction, found);
        } else {
            Outcome outcome = replay.run();
            if (outcome instanceof Outcome.Accepted accepted) {
                compare(transaction, accepted, replay.keysRead(), found);
            } else if (outcome instanceof Outcome.Refused refused) {
                FindingCode code = refused.refusal().code() == RefusalCode.UNKNOWN_RULES
                        ? FindingCode.RULES_UNKNOWN
                        : FindingCode.DECISION_REFUSED;
                add(found, transaction, code, "the contract refuses it: " + refused.refusal());
            }
        }
        Optional<RoundRecord> round = round(transaction, replay);
        OptionalLong number = round.isPresent() ? OptionalLong.of(round.get().round()) : OptionalLong.empty();
        for (Finding finding : found) {
            findings.add(number.isPresent() ? finding.inRound(number.getAsLong()) : finding);
        }
        if (replay.function().equals(Functions.DECIDE_ROUND)) {
            rounds++;
            if (found.isEmpty()) {
                round.ifPresent(record -> listener.decided(transaction, record, replay));
            }
        }
    }

    private static void compare(
            ChaincodeTransaction transaction,
            Outcome.Accepted expected,
            NavigableSet<String> keysRead,
            List<Finding> found) {
        String own = transaction.action().getChaincodeId().getName();
        WriteComparison.difference(expected.writes(), transaction.readWriteSet(), own)
                .ifPresent(text -> add(found, transaction, FindingCode.DECISION_WRITES_MISMATCH, text));
        NavigableSet<String> actuallyRead = keysRead(transaction.readWriteSet(), own);
        if (!actuallyRead.equals(keysRead)) {
            add(
                    found,
                    transaction,
                    FindingCode.DECISION_READS_MISMATCH,
                    "it read " + without(actuallyRead, keysRead) + " that the contract does not read, and not "
                            + without(keysRead, actuallyRead) + " that it does");
        }
        eventDifference(transaction, expected.event())
                .ifPresent(text -> add(found, transaction, FindingCode.DECISION_EVENT_MISMATCH, text));
        var response = transaction.action().getResponse();
        if (response.getStatus() != STATUS_OK
                || !ContractReplay.sameBytes(expected.response(), response.getPayload())) {
            add(
                    found,
                    transaction,
                    FindingCode.DECISION_RESPONSE_MISMATCH,
                    "the response is " + response.getStatus() + " "
                            + response.getPayload().toStringUtf8() + ", expected " + expected.response());
        }
    }

    private static Optional<String> eventDifference(
            ChaincodeTransaction transaction, Optional<Outcome.Event> expected) {
        ChaincodeEvent event;
        try {
            event = ChaincodeEvent.parseFrom(transaction.action().getEvents());
        } catch (InvalidProtocolBufferException e) {
            return Optional.of("the event cannot be read");
        }
        String name = expected.map(Outcome.Event::name).orElse("");
        if (!event.getEventName().equals(name)) {
            return Optional.of("the event is called '" + event.getEventName() + "', expected '" + name + "'");
        }
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        if (!event.getTxId().equals(transaction.id())) {
            return Optional.of("the event names another transaction");
        }
        return ContractReplay.sameBytes(expected.get().payload(), event.getPayload())
                ? Optional.empty()
                : Optional.of(RecordComparison.difference(
                        expected.get().payload().toArray(), event.getPayload().toByteArray()));
    }

    private static void requireNoWrites(ChaincodeTransaction transaction, List<Finding> found) {
        boolean writes = transaction.readWriteSet().namespaces().stream().anyMatch(ReadWriteSet.Namespace::writes);
        if (writes || !transaction.action().getEvents().isEmpty()) {
            add(found, transaction, FindingCode.DECISION_WRITES_MISMATCH, "a query has written");
        }
    }

    private static NavigableSet<String> keysRead(ReadWriteSet readWriteSet, String own) {
        NavigableSet<String> keys = new TreeSet<>();
        for (ReadWriteSet.Namespace namespace : readWriteSet.namespaces()) {
            if (namespace.name().equals(own)) {
                namespace.open().getReadsList().stream().map(KVRead::getKey).forEach(keys::add);
                namespace
                        .open()
                        .getRangeQueriesInfoList()
                        .forEach(range -> keys.add("[" + range.getStartKey() + "," + range.getEndKey() + ")"));
            }
        }
        return keys;
    }

    private static NavigableSet<String> without(NavigableSet<String> all, NavigableSet<String> removed) {
        NavigableSet<String> rest = new TreeSet<>(all);
        rest.removeAll(removed);
        return rest;
    }

    private static void add(List<Finding> found, ChaincodeTransaction transaction, FindingCode code, String message) {
        found.add(Finding.ofTransaction(code, transaction.block(), transaction.index(), transaction.id(), message));
    }

    // The ledger's own record says which round a transaction claims to be; if there is none, the arguments do not tell.
    private static Optional<RoundRecord> round(ChaincodeTransaction transaction, ContractReplay replay) {
        if (!replay.function().equals(Functions.DECIDE_ROUND)) {
            return Optional.empty();
        }
        try {
            ChaincodeEvent event = ChaincodeEvent.parseFrom(transaction.action().getEvents());
            return Optional.of(RoundRecord.fromBytes(event.getPayload().toByteArray()));
        } catch (InvalidProtocolBufferException | MalformedException e) {
            return Optional.empty();
        }
    }
}
