package org.evenhand.core.contract;

import static org.evenhand.core.contract.RefusedPool.CLIENT;
import static org.evenhand.core.contract.RefusedPool.POOL;
import static org.evenhand.core.contract.RefusedPool.query;
import static org.evenhand.core.contract.RefusedPool.tampered;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.model.Limits;

/** What the functions that only read refuse. */
final class QueryRefusals {
    private static final String SUBMISSION = CLIENT + "/1.0";

    private QueryRefusals() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(ofEveryQuery());
        rows.addAll(ofNames());
        rows.addAll(ofNumbers());
        rows.addAll(ofLedgers());
        return rows;
    }

    /** Each query with one argument too many, and of a pool that is not there. */
    private static List<Row> ofEveryQuery() {
        List<Row> rows = new ArrayList<>();
        for (String[] call : new String[][] {
            {Functions.GET_POOL, POOL},
            {Functions.GET_TASK_CLASS, POOL, "frame"},
            {Functions.GET_NODE, POOL, RefusedPool.NODE.toString()},
            {Functions.LIST_NODES, POOL},
            {Functions.GET_STREAM, POOL, CLIENT.toString()},
            {Functions.GET_ENTRY, POOL, CLIENT.toString(), "1"},
            {Functions.GET_SUBMISSION, POOL, SUBMISSION},
            {Functions.LOCATE_TASK, POOL, SUBMISSION, "0"},
            {Functions.GET_HEAD, POOL},
            {Functions.GET_ROUND, POOL, "1"}
        }) {
            List<String> arguments = List.of(call).subList(1, call.length);
            List<String> more = new ArrayList<>(arguments);
            more.add("more");
            rows.add(query("too many", RefusalCode.WRONG_ARGUMENT_COUNT, call[0], more.toArray(String[]::new)));
            String[] nowhere = arguments.toArray(String[]::new);
            nowhere[0] = "nowhere";
            rows.add(query("no such pool", RefusalCode.UNKNOWN_POOL, call[0], nowhere.clone()));
            nowhere[0] = "no pool";
            rows.add(query("no pool's name", RefusalCode.MALFORMED, call[0], nowhere));
        }
        return rows;
    }

    private static List<Row> ofNames() {
        return List.of(
                query("a function that writes", RefusalCode.UNKNOWN_FUNCTION, Functions.APPEND, POOL),
                query("a function in small letters", RefusalCode.UNKNOWN_FUNCTION, "getpool", POOL),
                query("a class nobody defined", RefusalCode.UNKNOWN_CLASS, Functions.GET_TASK_CLASS, POOL, "film"),
                query("a class in capitals", RefusalCode.MALFORMED, Functions.GET_TASK_CLASS, POOL, "Frame"),
                query(
                        "a stream that is no node",
                        RefusalCode.UNKNOWN_NODE,
                        Functions.GET_NODE,
                        POOL,
                        CLIENT.toString()),
                query("a node without a dot", RefusalCode.MALFORMED, Functions.GET_NODE, POOL, "node-1"),
                query("a stream nobody has", RefusalCode.UNKNOWN_STREAM, Functions.GET_STREAM, POOL, "Org1MSP.ghost"),
                query("a stream without a name", RefusalCode.MALFORMED, Functions.GET_STREAM, POOL, "Org1MSP."),
                query(
                        "a submission without item",
                        RefusalCode.MALFORMED,
                        Functions.GET_SUBMISSION,
                        POOL,
                        CLIENT + "/1"),
                query("entry 0", RefusalCode.MALFORMED, Functions.GET_SUBMISSION, POOL, CLIENT + "/0.0"),
                query(
                        "a submission with a zero before",
                        RefusalCode.MALFORMED,
                        "GetSubmission",
                        POOL,
                        CLIENT + "/01.0"));
    }

    private static List<Row> ofNumbers() {
        String last = Integer.toString(Limits.TASKS_PER_SUBMISSION_MAX);
        return List.of(
                query("a task past the end", RefusalCode.UNKNOWN_TASK, Functions.LOCATE_TASK, POOL, SUBMISSION, "2"),
                query("a task nobody submitted", RefusalCode.UNKNOWN_TASK, "LocateTask", POOL, CLIENT + "/9.0", "0"),
                query("a task in words", RefusalCode.MALFORMED, Functions.LOCATE_TASK, POOL, SUBMISSION, "first"),
                query("ten million", RefusalCode.NUMBER_OUT_OF_RANGE, Functions.LOCATE_TASK, POOL, SUBMISSION, last),
                query("an entry to come", RefusalCode.ENTRY_NOT_COMMITTED, "GetEntry", POOL, CLIENT.toString(), "3"),
                query("entry 0", RefusalCode.NUMBER_OUT_OF_RANGE, Functions.GET_ENTRY, POOL, CLIENT.toString(), "0"),
                query("a stream nobody has", RefusalCode.UNKNOWN_STREAM, "GetEntry", POOL, "Org1MSP.ghost", "1"),
                query("a round to come", RefusalCode.UNKNOWN_ROUND, Functions.GET_ROUND, POOL, "2"),
                query("round 0", RefusalCode.NUMBER_OUT_OF_RANGE, Functions.GET_ROUND, POOL, "0"),
                query("a round in words", RefusalCode.MALFORMED, Functions.GET_ROUND, POOL, "last"));
    }

    private static List<Row> ofLedgers() {
        return List.of(
                tampered(
                        query("a shelf with a field too many", RefusalCode.CORRUPT_STATE, Functions.LIST_NODES, POOL),
                        "load/" + POOL + "/0000",
                        "{\"nodes\":",
                        "{\"colour\":1,\"nodes\":"),
                tampered(
                        query("a policy without members", RefusalCode.CORRUPT_STATE, Functions.GET_POOL, POOL),
                        "policy/" + POOL,
                        "\"members\"",
                        "\"numbers\""));
    }
}
