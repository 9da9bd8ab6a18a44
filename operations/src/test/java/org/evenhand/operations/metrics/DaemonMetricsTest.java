package org.evenhand.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.evenhand.operations.Exposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonMetricsTest {
    private static Exposition scrape(DaemonMetrics metrics) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.scrape(out, DaemonMetrics.TEXT);
        return Exposition.parse(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void every_daemon_tells_of_its_virtual_machine(@TempDir Path folder) throws IOException {
        try (DaemonMetrics metrics = new DaemonMetrics("test")) {
            metrics.watchDisk(folder);
            System.gc();
            Exposition exposition = scrape(metrics);
            assertThat(exposition.sum("jvm_memory_used_bytes")).isPositive();
            assertThat(exposition.sum("jvm_memory_after_gc_bytes"))
                    .isPositive()
                    .isLessThan(exposition.sum("jvm_memory_committed_bytes"));
            assertThat(exposition.sum("jvm_threads_live_threads")).isPositive();
            assertThat(exposition.sum("system_cpu_count")).isPositive();
            assertThat(exposition.sum("process_uptime_seconds")).isPositive();
            assertThat(exposition.sum("process_files_open_files")).isPositive();
            assertThat(exposition.sum("disk_free_bytes")).isPositive();
        }
    }

    @Test
    void every_daemon_says_which_build_it_is() throws IOException {
        try (DaemonMetrics metrics = new DaemonMetrics("test")) {
            assertThat(BuildInfo.version()).matches("[0-9]+\\.[0-9]+.*");
            assertThat(scrape(metrics).samples())
                    .containsEntry("evenhand_build_info{daemon=\"test\",version=\"" + BuildInfo.version() + "\"}", 1.0);
        }
    }
}
