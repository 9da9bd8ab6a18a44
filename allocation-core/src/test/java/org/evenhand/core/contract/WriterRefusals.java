package org.evenhand.core.contract;

import static org.evenhand.core.contract.RefusedPool.NODE;
import static org.evenhand.core.contract.RefusedPool.POOL;
import static org.evenhand.core.contract.RefusedPool.row;
import static org.evenhand.core.contract.RefusedPool.tampered;

import java.util.List;
import org.evenhand.core.contract.RefusedPool.Row;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Limits;

/** What {@code UpdateWriter} refuses: whom, and every way in which a change can be wrong. */
final class WriterRefusals {
    private static final Caller OWNER = TestLedger.owner(NODE);
    private static final String KEY = "{\"key\":\"" + Digest.of("new") + "\"}";

    private WriterRefusals() {}

    private static Row update(String what, RefusalCode code, Caller caller, String change) {
        return row(what, code, caller, Functions.UPDATE_WRITER, POOL, NODE.toString(), change);
    }

    private static Row address(String what, String address) {
        return update(what, RefusalCode.MALFORMED, OWNER, "{\"address\":\"" + address + "\"}");
    }

    private static Row elsewhere(String what, RefusalCode code, String pool, String stream) {
        return row(what, code, OWNER, Functions.UPDATE_WRITER, pool, stream, KEY);
    }

    static List<Row> rows() {
        String node = NODE.toString();
        Caller neighbour = TestLedger.caller("Org1MSP", "client");
        return List.of(
                row("no change", RefusalCode.WRONG_ARGUMENT_COUNT, OWNER, Functions.UPDATE_WRITER, POOL, node),
                elsewhere("no such pool", RefusalCode.UNKNOWN_POOL, "nowhere", node),
                elsewhere("no pool's name", RefusalCode.MALFORMED, "no pool", node),
                elsewhere("a stream that never began", RefusalCode.UNKNOWN_STREAM, POOL, "Org1MSP.ghost"),
                elsewhere("a stream without a dot", RefusalCode.MALFORMED, POOL, "node-1"),
                update("another key of the organisation", RefusalCode.NOT_YOUR_KEY, neighbour, KEY),
                update(
                        "a key of another organisation",
                        RefusalCode.NOT_YOUR_KEY,
                        TestLedger.owner(RefusedPool.OTHER),
                        KEY),
                update(
                        "the same key in another organisation",
                        RefusalCode.NOT_YOUR_KEY,
                        new Caller(RefusedPool.OTHER.msp(), OWNER.key(), false),
                        KEY),
                update("an admin of another organisation", RefusalCode.NOT_AN_ADMIN, TestLedger.admin("Org2MSP"), KEY),
                update("nothing to change", RefusalCode.MALFORMED, OWNER, "{}"),
                update("a list", RefusalCode.MALFORMED, OWNER, "[]"),
                update("a key that is no digest", RefusalCode.MALFORMED, OWNER, "{\"key\":\"mine\"}"),
                update("a key of nothing", RefusalCode.MALFORMED, OWNER, "{\"key\":null}"),
                update(
                        "another organisation",
                        RefusalCode.UNKNOWN_FIELD,
                        OWNER,
                        "{\"msp\":\"Org2MSP\"," + KEY.substring(1)),
                address("an address without a port", "node-1.org1.example"),
                address("port 0", "node-1:0"),
                address("port 65536", "node-1:65536"),
                address("a port with a zero before", "node-1:07080"),
                address("a port in words", "node-1:http"),
                address("no host", ":7080"),
                address("a host with a space", "node 1:7080"),
                address("a host with a path", "https://node-1:7080"),
                address("an IPv6 address without brackets", "2001:db8::1:7080"),
                address("a host of 254 characters", "h".repeat(254) + ":7080"),
                update(
                        "more bytes than a change may have",
                        RefusalCode.PAYLOAD_TOO_LARGE,
                        OWNER,
                        KEY + " ".repeat(Limits.WRITER_CHANGE_BYTES_MAX)),
                tampered(
                        update("a registration that somebody broke", RefusalCode.CORRUPT_STATE, OWNER, KEY),
                        "writer/" + POOL + "/" + NODE,
                        "\"msp\"",
                        "\"mps\""));
    }
}
