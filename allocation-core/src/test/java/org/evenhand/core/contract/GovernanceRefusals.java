package org.evenhand.core.contract;

import static org.evenhand.core.contract.RefusedPool.POOL;
import static org.evenhand.core.contract.RefusedPool.policy;
import static org.evenhand.core.contract.RefusedPool.row;
import static org.evenhand.core.contract.RefusedPool.tampered;
import static org.evenhand.core.contract.RefusedPool.taskClass;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Limits;

/** What {@code ProposePolicy}, {@code ApprovePolicy} and {@code DefineTaskClass} refuse. */
final class GovernanceRefusals {
    private static final Caller ADMIN = TestLedger.admin("Org1MSP");
    private static final Caller NOBODY = TestLedger.admin("Org9MSP");
    private static final Caller CLIENT = TestLedger.caller("Org1MSP", "client");
    private static final String DIGEST = Digest.of(RefusedPool.POLICY.toJson()).hex();

    private GovernanceRefusals() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(ofProposals());
        rows.addAll(ofPolicies());
        rows.addAll(ofApprovals());
        rows.addAll(ofClasses());
        return rows;
    }

    private static Row propose(String what, RefusalCode code, Caller caller, String number, String policy) {
        return row(what, code, caller, Functions.PROPOSE_POLICY, POOL, number, policy);
    }

    private static List<Row> ofProposals() {
        String policy = policy();
        return List.of(
                row("no number", RefusalCode.WRONG_ARGUMENT_COUNT, ADMIN, Functions.PROPOSE_POLICY, POOL, policy),
                row("no pool", RefusalCode.MALFORMED, ADMIN, Functions.PROPOSE_POLICY, "", "3", policy),
                propose("a number in words", RefusalCode.MALFORMED, ADMIN, "three", policy),
                propose("the number of the policy in force", RefusalCode.NUMBER_OUT_OF_RANGE, ADMIN, "1", policy),
                propose("a number too far ahead", RefusalCode.NUMBER_OUT_OF_RANGE, ADMIN, "18", policy),
                propose("a number that is taken", RefusalCode.PROPOSAL_EXISTS, ADMIN, "2", policy),
                propose("more than its share", RefusalCode.TOO_MANY_ITEMS, TestLedger.admin("Org3MSP"), "3", policy),
                propose("no member", RefusalCode.NOT_A_MEMBER, NOBODY, "3", policy),
                propose("no admin", RefusalCode.NOT_AN_ADMIN, CLIENT, "3", policy),
                row(
                        "a first policy of somebody it does not name",
                        RefusalCode.NOT_A_MEMBER,
                        NOBODY,
                        Functions.PROPOSE_POLICY,
                        "fresh",
                        "1",
                        policy));
    }

    private static Row policyRow(String what, RefusalCode code, String from, String to) {
        return propose(what, code, ADMIN, "3", policy(from, to));
    }

    private static List<Row> ofPolicies() {
        StringBuilder members = new StringBuilder("\"members\":[");
        for (int i = 0; i < Limits.MEMBERS_MAX; i++) {
            members.append("\"Org").append(i).append("\",");
        }
        String first = "\"members\":[";
        return List.of(
                policyRow("rules that nobody knows", RefusalCode.UNKNOWN_RULES, "\"rules\":1", "\"rules\":2"),
                policyRow("rules 0", RefusalCode.NUMBER_OUT_OF_RANGE, "\"rules\":1", "\"rules\":0"),
                policyRow("low over target", RefusalCode.THRESHOLDS_NOT_ORDERED, "\"low\":4000", "\"low\":7000"),
                policyRow("target over high", RefusalCode.THRESHOLDS_NOT_ORDERED, "\"target\":7000", "\"target\":9000"),
                policyRow("a margin too wide", RefusalCode.THRESHOLDS_NOT_ORDERED, "\"margin\":500", "\"margin\":1501"),
                policyRow("failed as soon as stale", RefusalCode.THRESHOLDS_NOT_ORDERED, ":15000", ":6000"),
                policyRow("stale before it reports", RefusalCode.THRESHOLDS_NOT_ORDERED, ":2000", ":6001"),
                policyRow("a high of 101 %", RefusalCode.NUMBER_OUT_OF_RANGE, "\"high\":8500", "\"high\":10100"),
                policyRow("no report to trip", RefusalCode.NUMBER_OUT_OF_RANGE, "\"tripCount\":2", "\"tripCount\":0"),
                policyRow(
                        "a turn of a year and a day",
                        RefusalCode.NUMBER_OUT_OF_RANGE,
                        "\"turnTimeoutMillis\":500",
                        "\"turnTimeoutMillis\":31622400001"),
                policyRow("no fact", RefusalCode.NUMBER_OUT_OF_RANGE, "\"factsPerRound\":3000", "\"factsPerRound\":0"),
                policyRow("a field nobody knows", RefusalCode.UNKNOWN_FIELD, "\"low\":", "\"lower\":1,\"low\":"),
                policyRow("a member with a space", RefusalCode.MALFORMED, "Org3MSP", "Org 3"),
                policyRow("too many members", RefusalCode.TOO_MANY_ITEMS, first, members.toString()),
                propose("no members", RefusalCode.TOO_MANY_ITEMS, ADMIN, "3", "{\"members\":[]}"),
                policyRow(
                        "a standard resource to count",
                        RefusalCode.MALFORMED,
                        first,
                        "\"countables\":[\"cpu\"]," + first),
                policyRow("nothing for a number", RefusalCode.MALFORMED, "\"low\":4000", "\"low\":null"),
                propose(
                        "more bytes than a policy may have",
                        RefusalCode.PAYLOAD_TOO_LARGE,
                        ADMIN,
                        "3",
                        policy() + " ".repeat(Limits.GOVERNANCE_BYTES_MAX)));
    }

    private static Row approve(String what, RefusalCode code, Caller caller, String number, String digest) {
        return row(what, code, caller, Functions.APPROVE_POLICY, POOL, number, digest);
    }

    private static List<Row> ofApprovals() {
        Caller other = TestLedger.admin("Org2MSP");
        return List.of(
                row("no digest", RefusalCode.WRONG_ARGUMENT_COUNT, other, Functions.APPROVE_POLICY, POOL, "2"),
                approve("a number in words", RefusalCode.MALFORMED, other, "two", DIGEST),
                approve("number 0", RefusalCode.NUMBER_OUT_OF_RANGE, other, "0", DIGEST),
                approve("no digest of SHA-256", RefusalCode.MALFORMED, other, "2", "good"),
                approve("a proposal that nobody made", RefusalCode.UNKNOWN_PROPOSAL, other, "3", DIGEST),
                approve("a proposal that is in force", RefusalCode.UNKNOWN_PROPOSAL, other, "1", DIGEST),
                approve("another proposal's digest", RefusalCode.DIGEST_MISMATCH, other, "2", Digest.NONE.hex()),
                approve("its proposer again", RefusalCode.ALREADY_APPROVED, ADMIN, "2", DIGEST),
                approve("no member", RefusalCode.NOT_A_MEMBER, NOBODY, "2", DIGEST),
                approve("no admin", RefusalCode.NOT_AN_ADMIN, CLIENT, "2", DIGEST),
                tampered(
                        approve("a proposal that somebody broke", RefusalCode.CORRUPT_STATE, other, "2", DIGEST),
                        "proposal/" + POOL + "/0000000002",
                        "\"proposer\"",
                        "\"composer\""));
    }

    private static Row define(String what, RefusalCode code, Caller caller, String taskClass) {
        return row(what, code, caller, Functions.DEFINE_TASK_CLASS, POOL, taskClass);
    }

    private static Row classRow(String what, RefusalCode code, String from, String to) {
        return define(what, code, ADMIN, taskClass(from, to));
    }

    private static List<Row> ofClasses() {
        String fresh = taskClass("fresh", "fresh");
        return List.of(
                row("no class", RefusalCode.WRONG_ARGUMENT_COUNT, ADMIN, Functions.DEFINE_TASK_CLASS, POOL),
                row("no such pool", RefusalCode.UNKNOWN_POOL, ADMIN, Functions.DEFINE_TASK_CLASS, "nowhere", fresh),
                define("no member", RefusalCode.NOT_A_MEMBER, NOBODY, fresh),
                define("no admin", RefusalCode.NOT_AN_ADMIN, CLIENT, fresh),
                classRow("a name that is taken", RefusalCode.CLASS_EXISTS, "fresh", "frame"),
                classRow("a name in capitals", RefusalCode.MALFORMED, "fresh", "Fresh"),
                classRow("a resource the pool does not know", RefusalCode.UNKNOWN_FIELD, "\"cpu\"", "\"gpu\""),
                classRow("no demand", RefusalCode.NUMBER_OUT_OF_RANGE, "{\"cpu\":500,\"memory\":128}", "{\"cpu\":0}"),
                classRow("a demand below zero", RefusalCode.NUMBER_OUT_OF_RANGE, "\"cpu\":500", "\"cpu\":-500"),
                classRow("tasks that take no time", RefusalCode.NUMBER_OUT_OF_RANGE, ":1000", ":0"),
                classRow("101 attempts", RefusalCode.NUMBER_OUT_OF_RANGE, "\"attempts\":3", "\"attempts\":101"),
                classRow("priority 10", RefusalCode.NUMBER_OUT_OF_RANGE, "\"priority\":3", "\"priority\":10"),
                classRow("a truth that is neither", RefusalCode.MALFORMED, "true", "\"yes\""),
                classRow("a field nobody knows", RefusalCode.UNKNOWN_FIELD, "\"attempts\"", "\"retries\""),
                tampered(
                        define("more classes than an organisation may have", RefusalCode.TOO_MANY_ITEMS, ADMIN, fresh),
                        "classes/" + POOL + "/Org1MSP",
                        "{\"count\":1}",
                        "{\"count\":" + Limits.CLASSES_PER_ORGANISATION_MAX + "}"));
    }
}
