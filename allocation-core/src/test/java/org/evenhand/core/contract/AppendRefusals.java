package org.evenhand.core.contract;

import static org.evenhand.core.contract.RefusedPool.CLIENT;
import static org.evenhand.core.contract.RefusedPool.NODE;
import static org.evenhand.core.contract.RefusedPool.POOL;
import static org.evenhand.core.contract.RefusedPool.row;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/** What {@code Append} refuses: who, which entry, and every way in which an entry can be wrong. */
final class AppendRefusals {
    private static final Caller OWNER = TestLedger.owner(NODE);
    private static final String DRAIN = "{\"request\":{\"kind\":\"drain\"}}";
    private static final String DIGEST = Digest.of("payload").hex();
    private static final String RANGE = CLIENT + "/1.0";

    private AppendRefusals() {}

    static List<Row> rows(long nowMillis) {
        List<Row> rows = new ArrayList<>(ofCalls());
        rows.addAll(ofWriters());
        rows.addAll(ofForm());
        rows.addAll(ofReports(nowMillis));
        rows.addAll(ofRanges());
        rows.addAll(ofSubmissions());
        rows.addAll(ofRequests());
        rows.addAll(ofCounts(nowMillis));
        return rows;
    }

    private static Row append(String what, RefusalCode code, Caller caller, StreamId stream, String sequence) {
        return row(what, code, caller, Functions.APPEND, POOL, stream.toString(), sequence, DRAIN);
    }

    private static Row entry(String what, RefusalCode code, String entry) {
        return row(what, code, OWNER, Functions.APPEND, POOL, NODE.toString(), "2", entry);
    }

    private static List<Row> ofCalls() {
        String node = NODE.toString();
        return List.of(
                row("too few arguments", RefusalCode.WRONG_ARGUMENT_COUNT, OWNER, "Append", POOL, node, "2"),
                row("too many", RefusalCode.WRONG_ARGUMENT_COUNT, OWNER, "Append", POOL, node, "2", DRAIN, ""),
                row("a pool in capitals", RefusalCode.MALFORMED, OWNER, "Append", "EDGE", node, "2", DRAIN),
                row("a stream without a dot", RefusalCode.MALFORMED, OWNER, "Append", POOL, "node", "2", DRAIN),
                row("a stream in capitals", RefusalCode.MALFORMED, OWNER, "Append", POOL, "Org1MSP.N", "2", DRAIN),
                append("a sequence in words", RefusalCode.MALFORMED, OWNER, NODE, "two"),
                append("a sequence with a leading zero", RefusalCode.MALFORMED, OWNER, NODE, "02"),
                append("a sequence below zero", RefusalCode.MALFORMED, OWNER, NODE, "-2"),
                append("a sequence of Arabic digits", RefusalCode.MALFORMED, OWNER, NODE, "\u0662"),
                append("sequence 0", RefusalCode.NUMBER_OUT_OF_RANGE, OWNER, NODE, "0"),
                append("a sequence of 30 digits", RefusalCode.NUMBER_OUT_OF_RANGE, OWNER, NODE, "9".repeat(30)),
                append(
                        "a sequence that JSON readers do not keep exact",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        OWNER,
                        NODE,
                        Long.toString(Limits.COUNT_MAX + 1)));
    }

    private static List<Row> ofWriters() {
        StreamId fresh = StreamId.parse("Org1MSP.fresh");
        Caller freshOwner = TestLedger.owner(fresh);
        return List.of(
                append("another key", RefusalCode.NOT_YOUR_KEY, TestLedger.caller("Org1MSP", "thief"), NODE, "2"),
                append("another organisation's key", RefusalCode.NOT_YOUR_KEY, TestLedger.admin("Org2MSP"), NODE, "2"),
                append(
                        "a first entry in another organisation's name",
                        RefusalCode.NOT_YOUR_KEY,
                        TestLedger.caller("Org2MSP", "fresh"),
                        fresh,
                        "1"),
                append(
                        "a first entry of no member",
                        RefusalCode.NOT_A_MEMBER,
                        TestLedger.caller("Org9MSP", "fresh"),
                        StreamId.parse("Org9MSP.fresh"),
                        "1"),
                row(
                        "a first entry in no pool",
                        RefusalCode.UNKNOWN_POOL,
                        freshOwner,
                        Functions.APPEND,
                        "nowhere",
                        fresh.toString(),
                        "1",
                        DRAIN),
                append("a first entry that is not the first", RefusalCode.UNKNOWN_STREAM, freshOwner, fresh, "2"),
                append("the first entry again", RefusalCode.SEQUENCE_REPEATED, OWNER, NODE, "1"),
                append("the last entry again", RefusalCode.SEQUENCE_REPEATED, TestLedger.owner(CLIENT), CLIENT, "2"),
                append("an entry with none before it", RefusalCode.SEQUENCE_GAP, OWNER, NODE, "3"),
                append("an entry a whole ring ahead", RefusalCode.SEQUENCE_GAP, OWNER, NODE, "66"));
    }

    private static List<Row> ofForm() {
        String deep = "[".repeat(17) + "]".repeat(17);
        return List.of(
                entry("no JSON", RefusalCode.MALFORMED, "drain"),
                entry("JSON that breaks off", RefusalCode.MALFORMED, "{\"request\":"),
                entry("nothing", RefusalCode.MALFORMED, ""),
                entry("JSON and more", RefusalCode.MALFORMED, DRAIN + "1"),
                entry("an array", RefusalCode.MALFORMED, "[]"),
                entry("an empty entry", RefusalCode.MALFORMED, "{}"),
                entry("null", RefusalCode.MALFORMED, "{\"report\":null}"),
                entry("a fraction", RefusalCode.MALFORMED, "{\"report\":{\"timeMillis\":1.5}}"),
                entry("a number past 64 bits", RefusalCode.MALFORMED, "{\"report\":9223372036854775808}"),
                entry("a repeated key", RefusalCode.MALFORMED, "{\"report\":1,\"report\":1}"),
                entry("half a character", RefusalCode.MALFORMED, "{\"\\ud800\":1}"),
                entry("JSON too deep", RefusalCode.MALFORMED, "{\"report\":" + deep + "}"),
                entry(
                        "a field nobody knows",
                        RefusalCode.UNKNOWN_FIELD,
                        "{\"remark\":1,\"request\":{\"kind\":\"drain\"}}"),
                entry(
                        "more bytes than an entry may have",
                        RefusalCode.PAYLOAD_TOO_LARGE,
                        DRAIN + " ".repeat(Limits.ENTRY_BYTES_MAX)));
    }

    private static String report(long timeMillis, String more) {
        return "{\"report\":{\"timeMillis\":" + timeMillis + more + "}}";
    }

    private static List<Row> ofReports(long now) {
        return List.of(
                entry("a report from too long ago", RefusalCode.CLOCK_SKEW, report(now - 2_001, "")),
                entry("a report from the future", RefusalCode.CLOCK_SKEW, report(now + 2_001, "")),
                entry("a report without a time", RefusalCode.MALFORMED, "{\"report\":{}}"),
                entry("a report before 1970", RefusalCode.NUMBER_OUT_OF_RANGE, report(-1, "")),
                entry("a report after 5138", RefusalCode.NUMBER_OUT_OF_RANGE, report(Limits.TIME_MAX_MILLIS + 1, "")),
                entry("a remark in a report", RefusalCode.UNKNOWN_FIELD, report(now, ",\"remark\":1")),
                entry(
                        "ten times more than all in use",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        report(now, ",\"utilisation\":{\"cpu\":100001}")),
                entry(
                        "less than nothing in use",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        report(now, ",\"utilisation\":{\"cpu\":-1}")),
                entry("a resource in capitals", RefusalCode.MALFORMED, report(now, ",\"utilisation\":{\"CPU\":1}")),
                entry(
                        "tasks that began in the future",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        report(now, ",\"running\":[{\"range\":\"" + RANGE + "[0,1)\",\"elapsedMillis\":-1}]")),
                entry(
                        "a failure told as a sentence",
                        RefusalCode.MALFORMED,
                        report(now, ",\"failed\":[{\"range\":\"" + RANGE + "[0,1)\",\"reason\":\"Out of memory\"}]")),
                entry(
                        "a result that is no digest",
                        RefusalCode.MALFORMED,
                        report(
                                now,
                                ",\"finished\":[{\"range\":\"" + RANGE
                                        + "[0,1)\",\"meanMillis\":1,\"result\":\"good\"}]")));
    }

    private static Row cancel(String what, RefusalCode code, String range) {
        return entry(what, code, "{\"cancellations\":[" + range + "]}");
    }

    private static List<Row> ofRanges() {
        return List.of(
                cancel("an empty range", RefusalCode.BAD_RANGE, "\"" + RANGE + "[3,3)\""),
                cancel("a range backwards", RefusalCode.BAD_RANGE, "\"" + RANGE + "[5,2)\""),
                cancel("a range below zero", RefusalCode.BAD_RANGE, "\"" + RANGE + "[-1,2)\""),
                cancel("a range with spaces", RefusalCode.BAD_RANGE, "\"" + RANGE + "[0, 2)\""),
                cancel("a range past 64 bits", RefusalCode.BAD_RANGE, "\"" + RANGE + "[0,9223372036854775808)\""),
                cancel("a range written in another way", RefusalCode.BAD_RANGE, "\"" + RANGE + "[00,2)\""),
                cancel("a submission without a range", RefusalCode.BAD_RANGE, "\"" + RANGE + "\""),
                cancel("a number for a range", RefusalCode.BAD_RANGE, "7"),
                entry(
                        "a change to priority 10",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        "{\"priorities\":[{\"range\":\"" + RANGE + "[0,1)\",\"priority\":10}]}"));
    }

    private static String submission(String name, String count, String payload, String more) {
        return "{\"class\":\"" + name + "\",\"count\":" + count + ",\"payload\":\"" + payload + "\"" + more + "}";
    }

    private static Row submit(String what, RefusalCode code, String submission) {
        return entry(what, code, "{\"submissions\":[" + submission + "]}");
    }

    private static List<Row> ofSubmissions() {
        return List.of(
                submit("a class nobody defined", RefusalCode.UNKNOWN_CLASS, submission("film", "1", DIGEST, "")),
                submit("a class in capitals", RefusalCode.MALFORMED, submission("Frame", "1", DIGEST, "")),
                submit("no task", RefusalCode.NUMBER_OUT_OF_RANGE, submission("frame", "0", DIGEST, "")),
                submit(
                        "more tasks than ten million",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        submission("frame", "10000001", DIGEST, "")),
                submit("a count in quotes", RefusalCode.MALFORMED, submission("frame", "\"1\"", DIGEST, "")),
                submit("a payload in the open", RefusalCode.MALFORMED, submission("frame", "1", "render this", "")),
                submit(
                        "priority 10",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        submission("frame", "1", DIGEST, ",\"priority\":10")),
                submit(
                        "a deadline before 1970",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        submission("frame", "1", DIGEST, ",\"deadlineMillis\":-1")),
                submit("a remark", RefusalCode.UNKNOWN_FIELD, submission("frame", "1", DIGEST, ",\"remark\":1")));
    }

    private static Row request(String what, RefusalCode code, String request) {
        return entry(what, code, "{\"request\":" + request + "}");
    }

    private static List<Row> ofRequests() {
        return List.of(
                request("a kind nobody knows", RefusalCode.MALFORMED, "{\"kind\":\"rest\"}"),
                request("to register nothing", RefusalCode.MALFORMED, "{\"kind\":\"register\",\"capacity\":{}}"),
                request("to register without capacity", RefusalCode.MALFORMED, "{\"kind\":\"register\"}"),
                request(
                        "to drain with capacity",
                        RefusalCode.UNKNOWN_FIELD,
                        "{\"kind\":\"drain\",\"capacity\":{\"cpu\":1}}"),
                request(
                        "a capacity below zero",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        "{\"kind\":\"capacity\",\"capacity\":{\"cpu\":-1}}"),
                request(
                        "more capacity than there is",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        "{\"kind\":\"capacity\",\"capacity\":{\"cpu\":1000000000001}}"));
    }

    private static String repeated(String item, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> item.replace("#", "" + i))
                .collect(Collectors.joining(","));
    }

    private static List<Row> ofCounts(long now) {
        String range = "\"" + RANGE + "[#,9999)\"";
        String running = "{\"range\":" + range + "}";
        return List.of(
                entry(
                        "more ranges running than a report may hold",
                        RefusalCode.TOO_MANY_ITEMS,
                        report(now, ",\"running\":[" + repeated(running, Limits.RANGES_PER_REPORT_MAX + 1) + "]")),
                entry(
                        "utilisation of more resources than there can be",
                        RefusalCode.TOO_MANY_ITEMS,
                        report(now, ",\"utilisation\":{" + repeated("\"r#\":1", 13) + "}")),
                cancel(
                        "more ranges cancelled than an entry may hold",
                        RefusalCode.TOO_MANY_ITEMS,
                        repeated(range, Limits.CANCELLATIONS_PER_ENTRY_MAX + 1)),
                entry(
                        "more changes of priority than an entry may hold",
                        RefusalCode.TOO_MANY_ITEMS,
                        "{\"priorities\":["
                                + repeated(
                                        "{\"range\":" + range + ",\"priority\":1}",
                                        Limits.CANCELLATIONS_PER_ENTRY_MAX + 1)
                                + "]}"),
                submit(
                        "more submissions than an entry may hold",
                        RefusalCode.TOO_MANY_ITEMS,
                        repeated(submission("frame", "1", DIGEST, ""), Limits.SUBMISSIONS_PER_ENTRY_MAX + 1)),
                submit(
                        "of more classes than an entry may name",
                        RefusalCode.TOO_MANY_ITEMS,
                        repeated(submission("c#", "1", DIGEST, ""), Limits.CLASSES_PER_ENTRY_MAX + 1)));
    }
}
