package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Submission;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.InputException;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.InputManifest.Input;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultManifest;
import org.evenhand.node.content.StoreLimits;
import org.evenhand.node.executors.AllowList;
import org.evenhand.node.executors.RoutingExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that run programs, over the real contract; all that would run on threads runs in the test's own. */
@DisabledOnOs(OS.WINDOWS)
class RealWorkTest {
    private final TestPool pool = new TestPool();

    @TempDir
    private Path folder = Path.of(".");

    /** What it is given waits for the test to let it run. */
    private static final class Threads extends AbstractExecutorService {
        private final Executor queue;

        Threads(Executor queue) {
            this.queue = queue;
        }

        @Override
        public void execute(Runnable action) {
            queue.execute(action);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private ContentStore store() throws IOException {
        return ContentStore.open(folder.resolve("content"), StoreLimits.DEFAULT, pool.timers::nowMillis);
    }

    private RoutingExecutor executor(ContentStore store, Inputs inputs) throws IOException {
        Path cat = List.of("/usr/bin/cat", "/bin/cat").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        Path list = Files.writeString(
                folder.resolve("executors.json"),
                "{\"classes\": {\"frame\": {\"command\": {\"program\": \"" + cat + "\", \"inputOnStdin\": true}}}}");
        return new RoutingExecutor(
                AllowList.read(list),
                new RoutingExecutor.Workshop(
                        new Threads(pool.timers.threads()),
                        Files.createDirectories(folder.resolve("scratch")),
                        store,
                        inputs,
                        pool.timers,
                        1));
    }

    private void submit(Digest payload, long count) {
        pool.ledger.append(
                TestPool.CLIENT,
                Entry.builder()
                        .submit(Submission.of(TestPool.FRAME.name(), count, payload))
                        .build());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void what_tasks_made_is_found_by_the_digests_that_the_ledger_settled() throws Exception {
        ContentStore store = store();
        RoutingExecutor executor = executor(store, Inputs.of(store));
        pool.node(TestPool.A, executor, pool.pool);
        pool.timers.pass(3_000);
        Digest payload = store.put(new InputManifest(List.of(
                        new Input("a", store.put(utf8("alpha")), 5), new Input("b", store.put(utf8("beta")), 4)))
                .toBytes());
        submit(payload, 2);
        pool.timers.pass(10_000);
        List<TaskFact.Finished> finished = pool.facts(TaskFact.Finished.class);
        assertThat(finished.stream().mapToLong(fact -> fact.range().size()).sum())
                .isEqualTo(2);
        for (TaskFact.Finished fact : finished) {
            ResultManifest manifest = ResultManifest.fromBytes(store.read(fact.result(), 10_000));
            assertThat(manifest.payload()).isEqualTo(payload);
            for (long index = fact.range().from(); index < fact.range().to(); index++) {
                ResultDocument document = ResultDocument.fromBytes(store.read(manifest.of(index), 10_000));
                Digest expected = Digest.of(index == 0 ? "alpha" : "beta");
                assertThat(document.outputs().get("stdout"))
                        .isEqualTo(new ResultDocument.Output(expected, index == 0 ? 5 : 4));
            }
            // Settled is forgotten: the node could not name the manifest again.
            assertThat(executor.result(payload, fact.range())).isNotEqualTo(fact.result());
        }
    }

    @Test
    void tasks_whose_input_never_comes_fail_with_that_reason_and_the_node_goes_on() throws Exception {
        ContentStore store = store();
        pool.node(TestPool.A, executor(store, Inputs.of(store)), pool.pool);
        pool.timers.pass(3_000);
        submit(Digest.of("a manifest that nobody has"), 5);
        pool.timers.pass(20_000);
        assertThat(pool.facts(TaskFact.Requeued.class))
                .isNotEmpty()
                .allSatisfy(requeued -> assertThat(requeued.reason()).isEqualTo(InputException.UNAVAILABLE));
        List<TaskFact.Failed> failed = pool.facts(TaskFact.Failed.class);
        assertThat(RangeSet.copyOf(
                        failed.stream().map(fact -> fact.range().span()).toList()))
                .isEqualTo(RangeSet.of(0, 5));
        assertThat(failed).allSatisfy(fact -> assertThat(fact.reason()).isEqualTo(InputException.UNAVAILABLE));
        submit(InputManifest.NONE.digest(), 1);
        pool.timers.pass(10_000);
        assertThat(pool.facts(TaskFact.Failed.class)).last().satisfies(fact -> assertThat(fact.reason())
                .isEqualTo("input-missing"));
    }

    @Test
    void a_class_that_a_nodes_list_does_not_name_fails_there() throws Exception {
        ContentStore store = store();
        pool.node(TestPool.A, executor(store, Inputs.of(store)), pool.pool);
        pool.timers.pass(3_000);
        pool.submit(TestPool.LONG, 3);
        pool.timers.pass(20_000);
        assertThat(pool.facts(TaskFact.Failed.class)).isNotEmpty().allSatisfy(fact -> assertThat(fact.reason())
                .isEqualTo("class-not-allowed"));
    }
}
