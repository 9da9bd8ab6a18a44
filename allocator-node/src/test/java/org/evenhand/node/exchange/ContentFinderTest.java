package org.evenhand.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.InputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ContentFinderTest {
    private static final MspId ORG1 = new MspId("Org1MSP");
    private static final Digest HELLO = Digest.of("hello");

    private static final long LONG_ENOUGH_TO_ASK = 4_000;

    @TempDir
    private Path folder = Path.of(".");

    private Neighbourhood all;
    private ContentStore own;

    @BeforeEach
    void open_a_neighbourhood() throws IOException {
        all = new Neighbourhood(folder);
        own = all.store("own");
    }

    @AfterEach
    void close_it() {
        all.close();
    }

    private ContentFinder finder(long timeLimitMillis) throws IOException {
        TlsIdentity self = all.registered("Org2MSP.self");
        return new ContentFinder(own, all, all.client(self), all.threads, timeLimitMillis);
    }

    private static byte[] hello() {
        return "hello".getBytes(StandardCharsets.UTF_8);
    }

    private static void assertReason(CompletableFuture<Void> fetched, String reason) {
        Consumer<InputException> hasReason =
                failure -> assertThat(failure.reason()).isEqualTo(reason);
        assertThat(fetched)
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(InputException.class, hasReason);
    }

    @Test
    void what_some_node_has_is_found() throws Exception {
        all.node("Org1MSP.a", all.store("a"));
        ContentStore b = all.store("b");
        all.node("Org2MSP.b", b);
        b.put(hello());
        assertThat(finder(20_000).fetch(HELLO, 5, ORG1)).succeedsWithin(60, TimeUnit.SECONDS);
        assertThat(own.read(HELLO, 10)).isEqualTo(hello());
    }

    @Test
    void what_comes_late_is_found_too() throws Exception {
        ContentStore a = all.store("a");
        all.node("Org1MSP.a", a);
        CompletableFuture<Void> fetched = finder(60_000).fetch(HELLO, 5, ORG1);
        TimeUnit.MILLISECONDS.sleep(50);
        assertThat(fetched).isNotDone();
        a.put(hello());
        assertThat(fetched).succeedsWithin(60, TimeUnit.SECONDS);
    }

    @Test
    void what_nobody_has_is_unavailable() throws Exception {
        all.node("Org1MSP.a", all.store("a"));
        assertReason(finder(100).fetch(HELLO, 5, ORG1), "input-unavailable");
    }

    @Test
    void nodes_that_are_away_are_passed_over() throws Exception {
        ContentStore a = all.store("a");
        a.put(hello());
        Contact gone = all.node("Org1MSP.a", a);
        all.register("Org1MSP.away", all.identity("Org1MSP.away"), Optional.of(Neighbourhood.here(1)));
        assertThat(gone.address()).isPresent();
        assertThat(finder(60_000).fetch(HELLO, 5, ORG1)).succeedsWithin(60, TimeUnit.SECONDS);
    }

    @Test
    void without_a_ledger_nobody_can_be_asked() throws Exception {
        ContentStore a = all.store("a");
        a.put(hello());
        all.node("Org1MSP.a", a);
        ContentFinder finder = finder(100);
        all.silence();
        assertReason(finder.fetch(HELLO, 5, ORG1), "input-unavailable");
    }

    @Test
    void what_is_something_else_wherever_it_is_found_is_corrupt() throws Exception {
        try (ScriptedServer wrong = ScriptedServer.start(all.identity("Org1MSP.liar"), new byte[] {1, 2, 3})) {
            all.register("Org1MSP.liar", wrong.answer().identity(), Optional.of(wrong.address()));
            assertReason(finder(LONG_ENOUGH_TO_ASK).fetch(HELLO, 5, ORG1), "input-corrupt");
            assertThat(own.keptBytes()).isZero();
        }
    }

    @Test
    void one_that_lies_does_not_keep_the_others_from_being_asked() throws Exception {
        try (ScriptedServer wrong = ScriptedServer.start(all.identity("Org1MSP.liar"), new byte[] {1, 2, 3})) {
            all.register("Org1MSP.liar", wrong.answer().identity(), Optional.of(wrong.address()));
            ContentStore b = all.store("b");
            b.put(hello());
            all.node("Org2MSP.b", b);
            assertThat(finder(60_000).fetch(HELLO, 5, ORG1)).succeedsWithin(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void one_that_gives_too_much_does_not_keep_the_others_from_being_asked() throws Exception {
        try (ScriptedServer flood = ScriptedServer.start(all.identity("Org1MSP.flood"), new byte[1 << 20])) {
            all.register("Org1MSP.flood", flood.answer().identity(), Optional.of(flood.address()));
            ContentStore b = all.store("b");
            b.put(hello());
            all.node("Org2MSP.b", b);
            assertThat(finder(60_000).fetch(HELLO, 5, ORG1)).succeedsWithin(60, TimeUnit.SECONDS);
            assertThat(flood.calls()).isPositive();
        }
    }

    @Test
    void what_the_store_cannot_take_is_not_even_looked_for() throws Exception {
        assertThat(finder(60_000).fetch(HELLO, own.itemBytesMax() + 1, ORG1))
                .isCompletedExceptionally()
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(ContentException.class, failure -> assertThat(failure.problem())
                        .isEqualTo(Problem.TOO_LARGE));
    }

    @Test
    void an_organisation_whose_nodes_never_end_their_answers_holds_up_nobody_else() throws Exception {
        ContentStore b = all.store("b");
        b.put(hello());
        try (ScriptedServer slow = ScriptedServer.start(all.identity("Org1MSP.slow"), hello())) {
            all.register("Org1MSP.slow", slow.identity(), Optional.of(slow.address()));
            ContentFinder finder = finder(60_000);
            List<CompletableFuture<Void>> stuck = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                stuck.add(finder.fetch(Digest.of("nowhere" + i), 5, ORG1));
            }
            while (slow.calls() < 2) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            all.node("Org2MSP.b", b);
            assertThat(finder.fetch(HELLO, 5, new MspId("Org2MSP"))).succeedsWithin(15, TimeUnit.SECONDS);
            assertThat(stuck).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void a_node_that_does_not_end_its_answer_is_given_up_when_the_time_is_over() throws Exception {
        try (ScriptedServer slow = ScriptedServer.start(all.identity("Org1MSP.slow"), hello())) {
            all.register("Org1MSP.slow", slow.identity(), Optional.of(slow.address()));
            assertThat(finder(200).fetch(HELLO, 5, ORG1))
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void what_many_want_at_once_is_fetched_once() throws Exception {
        try (ScriptedServer one = ScriptedServer.start(all.identity("Org1MSP.a"), hello())) {
            all.register("Org1MSP.a", one.identity(), Optional.of(one.address()));
            ContentFinder finder = finder(60_000);
            List<CompletableFuture<Void>> fetched = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                fetched.add(finder.fetch(HELLO, 5, ORG1));
            }
            assertThat(fetched.get(0).cancel(true)).as("one may give up").isTrue();
            one.answer();
            for (CompletableFuture<Void> each : fetched.subList(1, 100)) {
                assertThat(each).succeedsWithin(60, TimeUnit.SECONDS);
            }
            assertThat(one.calls()).isEqualTo(1);
            assertThat(finder.fetch(HELLO, 5, ORG1)).isCompleted();
            assertThat(one.calls()).isEqualTo(1);
        }
    }
}
