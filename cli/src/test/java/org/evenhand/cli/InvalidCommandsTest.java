package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.evenhand.cli.network.SharedNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that make no sense or that nobody may make, over one network: each is told with what was expected and the right
 * exit code, without a stack trace, and leaves the ledger as it was.
 */
class InvalidCommandsTest {
    private static final int ROWS_MIN = 60;

    @TempDir
    private static Path folder = Path.of(".");

    private static Optional<SharedNetwork> network = Optional.empty();

    /** A command line, the exit code, and what is said. {@code DATA}, {@code DIR} and {@code MSP} stand for folders. */
    private record Row(String line, ExitCode exit, String message) {}

    @BeforeAll
    static void start() throws Exception {
        Main.quieten();
        network = Optional.of(SharedNetwork.start(folder.resolve("network")));
        // The identities that rows use, and whose making is no change of the ledger.
        for (String name : List.of("client", "ghost")) {
            network.get()
                    .network()
                    .client(network.get().network().organisations().get(0), name)
                    .close();
        }
        Files.writeString(folder.resolve("list.json"), "[1, 2]");
        Files.writeString(folder.resolve("broken.json"), "{\"target\": ");
        Files.writeString(folder.resolve("colour.json"), "{\"tagret\": 1}");
        Files.writeString(folder.resolve("class.json"), "{\"name\": \"x\", \"demand\": {}, \"expectedMillis\": 1}");
        Files.writeString(
                folder.resolve("field.json"),
                "{\"name\": \"x\", \"demand\": {\"cpu\": 1}," + " \"expectedMillis\": 1, \"colour\": 1}");
    }

    @AfterAll
    static void stop() {
        network.ifPresent(SharedNetwork::close);
    }

    private static Row usage(String line, String message) {
        return new Row(line, ExitCode.USAGE, message);
    }

    private static Row refused(String line, String message) {
        return new Row(line, ExitCode.INTERNAL, message);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(ofPools());
        rows.addAll(ofClasses());
        rows.addAll(ofNodes());
        rows.addAll(ofTasks());
        rows.addAll(ofWork());
        rows.addAll(ofConnections());
        rows.addAll(ofSettings());
        return rows;
    }

    private static List<Row> ofWork() {
        return List.of(
                usage("submit --data DATA --class nope", "found nope; there are ["),
                usage("submit --data DATA --class frame DIR/nothing", "expected a file or folder that can be read"),
                usage("submit --data DATA --class frame DIR/list.json", "that takes files, found none"),
                usage("submit --data DATA --class frame --via node-9 DIR/list.json", "expected --via to name a node"),
                usage(
                        "submit --data DATA --class frame --count 3 DIR/list.json DIR/broken.json",
                        "each of the 2 files"),
                usage("submit --data DATA --class frame --priority 12", "expected --priority within [0, 9], found 12"),
                usage("submit --data DATA --class frame --deadline soon", "expected --deadline to be in the future"),
                usage("results --data DATA Org1MSP.client/1.0", "Missing required option: '--to"),
                usage("results --data DATA work --to DIR/results", "expected a submission such as"),
                usage("results --data DATA Org1MSP.ghost/9.0 --to DIR/results", "which is not on the ledger"),
                usage("node run --data DATA --advertise localhost:1", "expected --exchange with --advertise"),
                usage("node run --data DATA --exchange here", "expected --exchange HOST:PORT, found here"),
                usage("node run --data DATA --exchange 0.0.0.0:7081", "expected --advertise HOST:PORT"),
                usage("node run --data DATA --executors DIR/nothing", "expected --executors to name a file"),
                usage(
                        "node run --data DATA --executors DIR/colour.json",
                        "colour.json: expected executors to have no"));
    }

    private static List<Row> ofPools() {
        return List.of(
                usage("pool", "Missing required subcommand"),
                usage("pool create --data DATA", "expected a new pool, found main, which has a policy in force"),
                usage("pool create --data DATA --pool Edge!", "expected --pool to be lower-case letters"),
                usage("pool create --data DATA --pool edge --members Org9", "expected one of the organisations"),
                usage("pool create --data DATA --pool edge --set targt=1", "did you mean target?"),
                usage("pool create --data DATA --pool edge --set target=many", "'many' is not a long"),
                usage("pool create --data DATA --pool edge --set target", "should be in KEY=VALUE"),
                usage("pool create --data DATA --pool edge --set members=3", "expected --set to name a number"),
                usage("pool create --data DATA --pool edge --set target=9000", "expected low < target < high"),
                usage("pool create --data DATA --pool edge --set target=-1", "expected policy.target within [0,"),
                usage("pool create --data DATA --pool edge --policy DIR/none.json", "a file that can be read"),
                usage("pool create --data DATA --pool edge --policy DIR/list.json", "one JSON object"),
                usage("pool create --data DATA --pool edge --policy DIR/broken.json", "broken.json: expected"),
                usage("pool create --data DATA --pool edge --policy DIR/colour.json", "did you mean target?"),
                usage("pool create --data DATA --pool edge --countable GPU", "expected policy.countables to hold"),
                refused("pool create --data DATA --pool edge --set rules=99", "unknown-rules: expected rules"),
                refused("pool create --data DATA --pool edge --as client", "not-an-admin: expected an admin"),
                refused("pool policy --data DATA --pool nowhere", "unknown-pool: expected a pool of this channel"),
                usage("pool policy --data DATA --set high=8500", "expected a change, found the policy"),
                usage("pool policy --data DATA --members org/1", "expected --members to be MSP ids"),
                refused("pool policy --data DATA --set high=9000 --as client", "not-an-admin"),
                usage(
                        "pool approve --data DATA",
                        "expected --number to name one of the open proposals, found no such option"),
                usage("pool approve --data DATA --number 7", "expected --number to be that of an open proposal"),
                usage("pool approve --data DATA --number one", "'one' is not a long"));
    }

    private static List<Row> ofClasses() {
        return List.of(
                usage("class", "Missing required subcommand"),
                usage("class define --data DATA", "expected the name of a class or --file, found none"),
                usage("class define --data DATA x --file DIR/class.json", "found both"),
                usage("class define --data DATA x", "expected class.demand to name a resource"),
                usage("class define --data DATA X! --cpu 1", "expected class.name to have its form"),
                usage("class define --data DATA x --cpu -5", "expected the amounts of demand to be integers within"),
                usage("class define --data DATA x --cpu 1 --priority 10", "expected class.priority within [0, 9]"),
                usage("class define --data DATA x --cpu 1 --attempts 0", "expected class.attempts within [1,"),
                usage("class define --data DATA x --cpu 1 --expected-millis 0", "expectedMillis within [1,"),
                usage("class define --data DATA --file DIR/none.json", "expected --file to name a file"),
                usage("class define --data DATA --file DIR/class.json", "class.json: expected class.demand"),
                usage("class define --data DATA --file DIR/field.json", "to have no field colour"),
                refused("class define --data DATA frame --cpu 1", "class-exists: expected a new name"),
                refused("class define --data DATA x --resource gpu=1", "unknown-field: expected a resource that main"),
                refused("class define --data DATA x --cpu 1 --as client", "not-an-admin: expected an admin"),
                refused("class list --data DATA --pool nowhere", "unknown-pool"));
    }

    private static List<Row> ofNodes() {
        return List.of(
                usage("node show --data DATA", "Missing required parameter: 'NODE'"),
                usage("node show --data DATA ghost", "expected a node of pool main, found Org1MSP.ghost"),
                usage("node show --data DATA a/b", "to be letters, digits and hyphens, found 'a/b'"),
                usage("node drain --data DATA ghost", "'evenhand node list' names them"),
                usage("node activate --data DATA ghost", "expected a node of pool main"),
                usage("node retire --data DATA Org1MSP.ghost", "expected a node of pool main"),
                usage("node drain --data DATA Org9MSP.ghost", "expected one of the organisations"),
                usage("node drain --data DATA --org Org2 Org1MSP.ghost", "expected a stream of the calling"),
                usage("node register --data DATA ghost --cpu -1", "expected capacities to be 0 or more"),
                usage("node register --data DATA ghost --cpu 0 --memory 0 --storage 0", "to have some capacity"),
                usage("node register --data DATA ghost --resource gpu", "should be in KEY=VALUE"),
                refused("node rotate-key --data DATA ghost", "unknown-stream: expected a stream of main"),
                usage("node rotate-key --data DATA --new-identity DIR/none ghost", "expected --new-identity to name"),
                usage("node run --data DATA --name a/b", "to be letters, digits and hyphens, found 'a/b'"),
                usage("node run --data DATA --executor magic", "expected workload or time-passing, found magic"),
                usage("node run --data DATA --accounting mine", "expected machine or process-share, found mine"),
                usage("node run --data DATA --settle-millis -1", "expected --settle-millis within [0, 60000]"),
                usage("node run --data DATA --cpu 99999999999999999999", "is not a long"));
    }

    private static List<Row> ofTasks() {
        return List.of(
                usage("task --data DATA", "Missing required parameter: 'TASK'"),
                usage("task --data DATA Org1MSP.client/1.0", "expected a task such as Org1MSP.client/1.0#7"),
                usage("task --data DATA client#7", "expected a submission such as"),
                refused("task --data DATA Org1MSP.nobody/1.0#7", "unknown-stream: expected a stream of main"),
                usage("cancel --data DATA", "Missing required parameter: 'TASKS'"),
                usage("cancel --data DATA 17", "found 17"),
                usage("cancel --data DATA Org1MSP.client/1.0#9-3", "expected a submission such as"),
                usage("cancel --data DATA Org1MSP.client/1.0#99999999999", "expected a submission such as"),
                usage("cancel --data DATA Org2MSP.client/1.0", "expected tasks that Org1MSP submitted"),
                usage("reprioritise --data DATA Org1MSP.client/1.0", "Missing required option: '--priority=N'"),
                usage("reprioritise --data DATA --priority 10 Org1MSP.client/1.0", "--priority within [0, 9]"),
                usage("round --data DATA 1", "expected a round of pool main, of which there are 0, found 1"),
                usage("round --data DATA -1", "expected a round of pool main, of which there are 0, found -1"),
                usage("round --data DATA first", "'first' is not a long"));
    }

    private static List<Row> ofConnections() {
        return List.of(
                usage("status --data DIR/none", "expected a network that runs in DIR/none, found none"),
                usage("status --data DATA --org Org7", "expected one of the organisations [Org1, Org2], found Org7"),
                usage("status --data DATA --as nobody", "expected one of the identities of Org1MSP"),
                usage("status --data DATA --as ../../x", "expected an identity's name"),
                usage("status --data DATA --profile DIR/list.json", "expected --data (an embedded network) or"),
                usage("status --data DATA --channel other", "expected no --channel with --data"),
                usage("status --profile DIR/none.json", "expected --profile to name a file that can be read"),
                usage("status --profile PROFILE", "expected --identity to name an MSP folder"),
                usage("status --profile PROFILE --identity DIR/none", "expected --identity to name an MSP folder"),
                usage("status --profile PROFILE --identity MSP --msp Org2MSP", "expected --msp to be that of the"),
                usage("status --profile PROFILE --identity MSP --peer x", "no peer is named x"),
                usage("status --profile PROFILE --identity MSP --org Org1", "expected no --org with --profile"),
                usage("status --profile DIR/list.json --identity MSP", "expected --profile to name a connection"),
                refused("status --data DATA --pool nowhere", "unknown-pool: expected a pool of this channel"),
                usage("network up --data DATA", "a network runs in DATA already"),
                usage("identity create --data DATA client", "expected a new name, found client"),
                usage("identity create --data DATA a/b", "expected an identity's name"),
                usage("audit verify", "expected --ledger (a folder with blocks), or --profile"),
                usage("audit verify --ledger DIR --profile PROFILE", "found both"));
    }

    private static List<Row> ofSettings() {
        return List.of(
                usage("status --data DATA --config DIR/colour.json", "tagret is no setting"),
                usage("status --data DATA --config DIR/list.json", "expected one JSON object"),
                usage("status --data DATA --config DIR/none.json", "expected --config to name a file"),
                usage("config print", "Missing required parameter: 'COMMAND'"),
                usage("config print nod run", "found 'nod run'"),
                usage("config print status --colour", "Unknown option: '--colour'"));
    }

    private static String filled(String text) {
        SharedNetwork shared = network.orElseThrow();
        var org = shared.network().organisations().get(0);
        return text.replace("DATA", shared.data())
                .replace("DIR", folder.toString())
                .replace("PROFILE", shared.network().connectionProfile(org).toString())
                .replace("identity MSP", "identity " + shared.network().mspFolder(org, "Admin"));
    }

    @TestFactory
    Stream<DynamicTest> what_makes_no_sense_is_told_and_changes_nothing() {
        return rows().stream().map(row -> DynamicTest.dynamicTest("evenhand " + row.line(), () -> check(row)));
    }

    private static void check(Row row) throws Exception {
        String before = network.orElseThrow().fingerprint();
        Ran ran = Ran.command(filled(row.line()).split(" ", -1)).exits(row.exit());
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("evenhand: ")
                .contains(filled(row.message()))
                .doesNotContain("\tat ", "Exception", "stacktrace");
        assertThat(network.orElseThrow().fingerprint()).isEqualTo(before);
    }

    @Test
    void there_are_many_ways_to_be_wrong_and_each_is_tried_once() {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(ROWS_MIN);
        assertThat(rows().stream().map(Row::line)).doesNotHaveDuplicates();
    }
}
