package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.evenhand.client.example.SubmitAndFollow;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program that the README shows is the one that is compiled here, and it does what the README says. */
final class ReadmeTest {
    private static final Path EXAMPLE = Path.of("src/test/java/org/evenhand/client/example/SubmitAndFollow.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```\n", Pattern.DOTALL);
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final SubmissionId SUBMISSION = SubmissionId.parse("Org1MSP.renderer/1.0");

    @Test
    void the_readme_shows_the_program_that_is_compiled() throws Exception {
        assertThat(block(JAVA)).isEqualTo(Files.readString(EXAMPLE));
    }

    @Test
    @Timeout(90)
    void the_program_prints_what_the_readme_says(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (TestNetwork network = new TestNetwork(folder);
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            PoolId pool = Steps.found(network, "main");
            EvenhandClient node = network.member("Org1MSP", "node-1");
            node.append(pool, NODE, 1, Steps.register());
            Steps.decide(node, pool, NODE, Steps.upTo(Map.of(NODE, 1L)));
            network.member("Org1MSP", "renderer");
            CompletableFuture<Void> program = CompletableFuture.runAsync(() -> {
                try {
                    SubmitAndFollow.run(network.profile("Org1MSP"), network.msp("Org1MSP", "renderer"), out);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            work(node, pool, program);
            program.get(30, TimeUnit.SECONDS);
        }
        assertThat(kindsOfLines(printed.toString(StandardCharsets.UTF_8))).isEqualTo(kindsOfLines(block(OUTPUT)));
    }

    /** In which round how many tasks are placed depends on how fast the machine is. */
    private static Set<String> kindsOfLines(String text) {
        return text.lines()
                .map(line -> line.replaceAll("^round \\d+", "round n").replaceAll("\\[\\d+,\\d+\\)", "[from,to)"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Takes the submission once it is there, and finishes what it is given until nothing is left. */
    private static void work(EvenhandClient node, PoolId pool, CompletableFuture<Void> program) throws Exception {
        Map<StreamId, Long> submitted = Map.of(SUBMISSION.stream(), 1L);
        while (!isSubmitted(node, pool)) {
            assertThat(program).isNotCompletedExceptionally();
        }
        Steps.decide(node, pool, NODE, Steps.upTo(submitted));
        long sequence = 1;
        for (TaskRange[] ranges = held(node, pool); ranges.length > 0; ranges = held(node, pool)) {
            sequence++;
            node.append(pool, NODE, sequence, Steps.finished(ranges));
            Steps.decide(node, pool, NODE, Steps.upTo(Map.of(NODE, sequence)));
        }
    }

    private static boolean isSubmitted(EvenhandClient client, PoolId pool) throws Exception {
        try {
            return client.getStream(pool, SUBMISSION.stream()).last() == 1;
        } catch (QueryFailedException unknown) {
            return false;
        }
    }

    private static TaskRange[] held(EvenhandClient client, PoolId pool) throws Exception {
        List<Fragment> held =
                client.getSubmission(pool, SUBMISSION).outstanding().getOrDefault(NODE, List.of());
        return held.stream().map(Fragment::range).toArray(TaskRange[]::new);
    }

    private static String block(Pattern kind) throws Exception {
        Matcher found = kind.matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
