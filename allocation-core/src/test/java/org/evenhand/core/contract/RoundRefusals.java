package org.evenhand.core.contract;

import static org.evenhand.core.contract.RefusedPool.CLIENT;
import static org.evenhand.core.contract.RefusedPool.NODE;
import static org.evenhand.core.contract.RefusedPool.OTHER;
import static org.evenhand.core.contract.RefusedPool.OTHER_CLIENT;
import static org.evenhand.core.contract.RefusedPool.POOL;
import static org.evenhand.core.contract.RefusedPool.row;
import static org.evenhand.core.contract.RefusedPool.tampered;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/** What {@code DecideRound} refuses, and what every function that writes does. */
final class RoundRefusals {
    private RoundRefusals() {}

    static List<Row> rows(RefusedPool pool) {
        boolean first = pool.owner().equals(NODE.msp());
        StreamId owner = first ? NODE : OTHER;
        List<Row> rows = new ArrayList<>(ofCalls(owner));
        rows.addAll(ofInputs(owner));
        rows.addAll(ofTurns(owner, first ? OTHER : NODE, first ? CLIENT : OTHER_CLIENT));
        rows.addAll(ofLedgers(owner));
        rows.addAll(ofTimes(owner));
        return rows;
    }

    private static Row round(String what, RefusalCode code, StreamId proposer, String inputs) {
        return row(what, code, TestLedger.owner(proposer), Functions.DECIDE_ROUND, POOL, proposer.toString(), inputs);
    }

    private static List<Row> ofCalls(StreamId owner) {
        Caller caller = TestLedger.owner(owner);
        String text = owner.toString();
        return List.of(
                row("no inputs", RefusalCode.WRONG_ARGUMENT_COUNT, caller, Functions.DECIDE_ROUND, POOL, text),
                row("no pool", RefusalCode.MALFORMED, caller, Functions.DECIDE_ROUND, "a b", text, "{}"),
                row("no stream", RefusalCode.MALFORMED, caller, Functions.DECIDE_ROUND, POOL, "node-1", "{}"),
                row("no such pool", RefusalCode.UNKNOWN_POOL, caller, Functions.DECIDE_ROUND, "nowhere", text, "{}"),
                row("nothing of this contract", RefusalCode.UNKNOWN_FUNCTION, caller, "Decide", POOL),
                row("a query that is submitted", RefusalCode.UNKNOWN_FUNCTION, caller, Functions.GET_HEAD, POOL),
                row("the empty name", RefusalCode.UNKNOWN_FUNCTION, caller, ""));
    }

    private static List<Row> ofInputs(StreamId owner) {
        String many = IntStream.rangeClosed(0, Limits.STREAMS_PER_ROUND_MAX)
                .mapToObj(i -> "\"Org1MSP.n" + i + "\":1")
                .collect(Collectors.joining(","));
        return List.of(
                round("no JSON", RefusalCode.MALFORMED, owner, "all"),
                round("a list of streams", RefusalCode.MALFORMED, owner, "[\"" + NODE + "\"]"),
                round("a stream without organisation", RefusalCode.MALFORMED, owner, "{\"node-1\":1}"),
                round("an entry in quotes", RefusalCode.MALFORMED, owner, "{\"" + NODE + "\":\"1\"}"),
                round("an entry below zero", RefusalCode.NUMBER_OUT_OF_RANGE, owner, "{\"" + NODE + "\":-1}"),
                round("more streams than a round may name", RefusalCode.TOO_MANY_ITEMS, owner, "{" + many + "}"),
                round(
                        "more bytes than a round's request may have",
                        RefusalCode.PAYLOAD_TOO_LARGE,
                        owner,
                        "{}" + " ".repeat(Limits.ROUND_REQUEST_BYTES_MAX)),
                round("an entry that is not there", RefusalCode.ENTRY_NOT_COMMITTED, owner, "{\"" + NODE + "\":2}"),
                round(
                        "an entry a whole ring after one that is there",
                        RefusalCode.ENTRY_NOT_COMMITTED,
                        owner,
                        "{\"" + NODE + "\":65}"),
                round(
                        "an entry of a stream that is not there",
                        RefusalCode.ENTRY_NOT_COMMITTED,
                        owner,
                        "{\"Org3MSP.node-1\":1}"));
    }

    private static List<Row> ofTurns(StreamId owner, StreamId other, StreamId client) {
        return List.of(
                round("nothing to decide", RefusalCode.NOTHING_DUE, owner, "{}"),
                round("what was taken before", RefusalCode.NOTHING_DUE, owner, "{\"" + NODE + "\":1}"),
                round("what no member wrote", RefusalCode.NOTHING_DUE, owner, "{\"Org9MSP.node-1\":1}"),
                round("another organisation's turn", RefusalCode.NOT_YOUR_TURN, other, "{}"),
                round("its organisation's turn, but no node", RefusalCode.NOT_AN_ACTIVE_NODE, client, "{}"),
                round("a stream nobody has", RefusalCode.UNKNOWN_STREAM, StreamId.parse("Org1MSP.ghost"), "{}"),
                row(
                        "another's stream",
                        RefusalCode.NOT_YOUR_KEY,
                        TestLedger.admin(owner.msp().id()),
                        Functions.DECIDE_ROUND,
                        POOL,
                        owner.toString(),
                        "{}"));
    }

    private static List<Row> ofLedgers(StreamId owner) {
        return List.of(
                tampered(
                        round("rules of a newer build", RefusalCode.UNKNOWN_RULES, owner, "{}"),
                        "policy/" + POOL,
                        "\"rules\":1",
                        "\"rules\":2"),
                tampered(
                        round("a former member", RefusalCode.NOT_A_MEMBER, owner, "{}"),
                        "policy/" + POOL,
                        "\"" + owner.msp() + "\",",
                        ""),
                tampered(
                        round("a head that names a queue that is not there", RefusalCode.CORRUPT_STATE, owner, "{}"),
                        "head/" + POOL,
                        "\"decidedMillis\"",
                        "\"queues\":[9],\"decidedMillis\""),
                tampered(
                        round("a head with a field too many", RefusalCode.CORRUPT_STATE, owner, "{}"),
                        "head/" + POOL,
                        "\"decidedMillis\"",
                        "\"colour\":9,\"decidedMillis\""),
                tampered(
                        round("a policy that is no JSON", RefusalCode.CORRUPT_STATE, owner, "{}"),
                        "policy/" + POOL,
                        "{",
                        "("));
    }

    private static Row at(String what, StreamId proposer, long timeMillis) {
        return new Row(
                "DecideRound: " + what,
                RefusalCode.CLOCK_SKEW,
                ledger -> Contract.submit(
                        Request.of(Functions.DECIDE_ROUND, POOL, proposer.toString(), "{}"),
                        new TransactionContext("tx", timeMillis, TestLedger.owner(proposer)),
                        ledger));
    }

    private static List<Row> ofTimes(StreamId owner) {
        return List.of(
                at("a transaction from before 1970", owner, -1),
                at("a transaction from after 5138", owner, Limits.TIME_MAX_MILLIS + 1));
    }
}
