package org.evenhand.node.executors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ProcessTableTest {
    @Test
    void a_process_is_destroyed_with_its_descendants() throws Exception {
        Process root = new ProcessBuilder(
                        Programs.path("timeout").toString(),
                        "600",
                        Programs.path("sleep").toString(),
                        "600")
                .start();
        List<ProcessHandle> descendants = new ProcessTable().descendants(root.toHandle());
        while (descendants.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
            descendants = new ProcessTable().descendants(root.toHandle());
        }
        new ProcessTable().destroy(root.toHandle());
        assertThat(root.waitFor(30, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle descendant : descendants) {
            assertThat(descendant.onExit()).succeedsWithin(30, TimeUnit.SECONDS);
        }
    }
}
