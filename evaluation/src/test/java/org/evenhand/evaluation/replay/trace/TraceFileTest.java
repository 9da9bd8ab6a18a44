package org.evenhand.evaluation.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.evenhand.core.model.Resources;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
    private static final String SURF =
            "id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity,deferrable,deadline";
    private static final String OPENB = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,"
            + "creation_time,deletion_time,scheduled_time";

    @TempDir
    private Path folder = Path.of(".");

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("trace"), String.join("\n", lines) + "\n");
    }

    private Trace read(String... lines) throws IOException, TraceException {
        return TraceFile.read(file(lines), Optional.empty());
    }

    @Test
    void a_surf_row_tells_milliseconds_cores_and_megabytes() throws Exception {
        Trace trace = read(SURF, "2081278,1664575200000,1194000,16,33600,100000,true,1664661600000");
        assertThat(trace.format()).isEqualTo(TraceFormat.SURF);
        assertThat(trace.tasks())
                .containsExactly(
                        new TraceTask(2, "2081278", 1_664_575_200_000L, 1_194_000, Resources.of(16_000, 95_368, 0, 0)));
        assertThat(trace.malformed().count()).isZero();
    }

    @Test
    void an_openb_row_tells_seconds_and_shares_of_gpus() throws Exception {
        Trace trace = read(
                OPENB,
                "openb-pod-0001,6000,12288,1,460,,LS,Running,427061,427961,427063",
                "openb-pod-0002,88000,1024,8,1000,,LS,Running,500000,500010,500000",
                "openb-pod-0003,100,256,0,0,,BE,Succeeded,500000,500010,500000");
        assertThat(trace.format()).isEqualTo(TraceFormat.OPENB);
        assertThat(trace.tasks())
                .containsExactly(
                        new TraceTask(
                                2,
                                "openb-pod-0001",
                                427_061_000,
                                898_000,
                                Resources.of(6_000, 12_288, 0, 0).with("gpu-milli", 460)),
                        new TraceTask(
                                3,
                                "openb-pod-0002",
                                500_000_000,
                                10_000,
                                Resources.of(88_000, 1_024, 0, 0).with("gpu-milli", 8_000)),
                        new TraceTask(4, "openb-pod-0003", 500_000_000, 10_000, Resources.of(100, 256, 0, 0)));
    }

    @Test
    void a_swf_line_asks_for_what_was_requested_or_else_for_what_was_used() throws Exception {
        Trace trace = read(
                "; Version: 2.2",
                ";",
                "    1        0     -1   1451  128     -1    -1   -1     -1    -1 -1   1   1  -1 -1 -1 -1 -1",
                "    2     1460     3     60    4     -1  2048    8     90  1025  1   1   1  -1 -1 -1 -1 -1");
        assertThat(trace.format()).isEqualTo(TraceFormat.SWF);
        assertThat(trace.tasks())
                .containsExactly(
                        new TraceTask(3, "1", 0, 1_451_000, Resources.of(128_000, 0, 0, 0)),
                        // 8 times 1,025 KiB are 8.01 MiB.
                        new TraceTask(4, "2", 1_460_000, 60_000, Resources.of(8_000, 9, 0, 0)));
    }

    private record Bad(String reason, List<String> lines) {
        Bad(String reason, String... lines) {
            this(reason, List.of(lines));
        }
    }

    private static String openb(String row) {
        return "pod," + row;
    }

    private static final List<Bad> MALFORMED = List.of(
            new Bad("expected 8 values, found 3", SURF, "1,2,3"),
            new Bad("expected 8 values, found 9", SURF, "1,2,3,4,5,6,true,8,9"),
            new Bad("expected 8 values, found 1", SURF, "a word"),
            new Bad(
                    "expected duration to be a whole number within [0, 31622400000], found 'soon'",
                    SURF,
                    "1,2,soon,4,5,6,true,8"),
            new Bad(
                    "expected duration to be a whole number within [0, 31622400000], found '-5'",
                    SURF,
                    "1,2,-5,4,5,6,true,8"),
            new Bad(
                    "expected duration to be a whole number within [0, 31622400000], found '1.5'",
                    SURF,
                    "1,2,1.5,4,5,6,true,8"),
            new Bad(
                    "expected duration to be a whole number within [0, 31622400000], found '31622400001'",
                    SURF,
                    "1,2,31622400001,4,5,6,true,8"),
            new Bad(
                    "expected cpu_count to be a whole number within [0, 1000000], found '" + "9".repeat(40) + "...'",
                    SURF,
                    "1,2,3," + "9".repeat(60) + ",5,6,true,8"),
            new Bad("expected a demand of some resource, found none", SURF, "1,2,3,0,5,0,true,8"),
            new Bad(
                    "expected creation_time <= scheduled_time <= deletion_time, found 10, 9 and 20",
                    OPENB,
                    openb("1,1,0,0,,LS,Running,10,20,9")),
            new Bad(
                    "expected creation_time <= scheduled_time <= deletion_time, found 10, 30 and 20",
                    OPENB,
                    openb("1,1,0,0,,LS,Running,10,20,30")),
            new Bad("expected gpu_milli of the 2 GPUs, found 0", OPENB, openb("1,1,2,0,,LS,Running,10,20,10")),
            new Bad(
                    "expected gpu_milli to be a whole number within [0, 1000], found '1001'",
                    OPENB,
                    openb("1,1,1,1001,,LS,Running,10,20,10")),
            new Bad("expected 18 values, found 3", ";", "1 2 3"),
            new Bad(
                    "expected submit time to be a whole number within [0, 100000000000], found '-2'",
                    ";",
                    "1 -2 -1 5 1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"));

    private static final List<Bad> UNKNOWN = List.of(
            new Bad("expected scheduled_time to be known", OPENB, openb("1,1,0,0,,LS,Pending,10,20,")),
            new Bad(
                    "expected gpu_spec to be empty, as models of GPUs are not told apart, found 'V100M16|V100M32'",
                    OPENB,
                    openb("1,1,1,1000,V100M16|V100M32,LS,Running,10,20,10")),
            new Bad("expected duration to be known", SURF, "1,2,,4,5,6,true,8"),
            new Bad("expected run time to be known", ";", "1 2 -1 -1 1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"),
            new Bad("expected used processors to be known", ";", "1 2 -1 5 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"));

    @TestFactory
    Stream<DynamicTest> a_malformed_row_is_counted_and_told_with_file_line_and_reason() {
        return MALFORMED.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.reason(), () -> {
                    Trace trace = read(bad.lines().toArray(String[]::new));
                    assertThat(trace.tasks()).isEmpty();
                    assertThat(trace.unknown().count()).isZero();
                    assertThat(trace.malformed())
                            .isEqualTo(new Trace.Problems(1, List.of(folder.resolve("trace") + ":2: " + bad.reason())));
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_row_that_lacks_a_value_is_counted_apart() {
        return UNKNOWN.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.reason(), () -> {
                    Trace trace = read(bad.lines().toArray(String[]::new));
                    assertThat(trace.tasks()).isEmpty();
                    assertThat(trace.malformed().count()).isZero();
                    assertThat(trace.unknown())
                            .isEqualTo(new Trace.Problems(1, List.of(folder.resolve("trace") + ":2: " + bad.reason())));
                }));
    }

    @Test
    void good_rows_around_bad_ones_are_kept_and_only_the_first_bad_ones_are_told() throws Exception {
        String[] lines = new String[2 * TraceFile.TOLD_MAX + 5];
        lines[0] = SURF;
        for (int i = 1; i < lines.length; i++) {
            lines[i] = i % 8 == 0 ? i + ",2,3,4,5,6,true,8" : i + ",2,3";
        }
        Trace trace = read(lines);
        assertThat(trace.tasks()).extracting(TraceTask::name).containsExactly("8", "16", "24");
        assertThat(trace.malformed().count()).isEqualTo(21);
        assertThat(trace.malformed().first()).hasSize(TraceFile.TOLD_MAX);
    }

    @Test
    void quotes_may_hold_commas_and_line_breaks_and_lines_are_those_of_the_file() throws Exception {
        Trace trace = read(SURF, "\"a,\nb\",2,3,4,5,6,true,8", "c,2,3,4,5,6,true,8");
        assertThat(trace.tasks()).extracting(TraceTask::name).containsExactly("a,\nb", "c");
        assertThat(trace.tasks()).extracting(TraceTask::line).containsExactly(2L, 4L);
    }

    @Test
    void a_gzipped_file_is_known_by_its_bytes_whatever_its_name() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write((SURF + "\n1,2,3,4,5,6,true,8\n").getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("trace.csv"), bytes.toByteArray());
        assertThat(TraceFile.read(file, Optional.empty()).tasks()).hasSize(1);

        Path damaged = Files.write(folder.resolve("damaged"), Arrays.copyOf(bytes.toByteArray(), 30));
        assertThatThrownBy(() -> TraceFile.read(damaged, Optional.empty()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("damaged: expected a trace that can be read");
    }

    @Test
    void columns_may_stand_in_any_order_beside_others_and_after_a_byte_order_mark() throws Exception {
        Trace trace = read("\uFEFFmem_capacity,extra,id,duration,submission_time,cpu_count", "0,x,7,11,12,13");
        assertThat(trace.tasks()).containsExactly(new TraceTask(2, "7", 12, 11, Resources.of(13_000, 0, 0, 0)));
    }

    @Test
    void a_format_that_is_given_needs_its_columns_and_one_that_is_not_must_be_recognised() throws Exception {
        Path unknown = file("a,b,c", "1,2,3");
        assertThatThrownBy(() -> TraceFile.read(unknown, Optional.empty()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(
                        "expected the header of a trace of the format surf or openb, or a line of swf, found 'a,b,c'");
        assertThatThrownBy(() -> TraceFile.read(unknown, Optional.of(TraceFormat.SURF)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("expected a header with the columns [id, submission_time,");
        assertThatThrownBy(() -> TraceFile.read(folder.resolve("none"), Optional.empty()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("none");
        assertThat(read("1 2 -1 5 1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1").format())
                .isEqualTo(TraceFormat.SWF);
    }

    @Test
    void two_rows_never_have_the_same_payload() throws Exception {
        Trace trace = read(SURF, "1,2,3,4,5,6,true,8", "1,2,3,4,5,6,true,8");
        assertThat(trace.tasks().stream().map(TraceTask::payload).distinct()).hasSize(2);
    }
}
