package org.evenhand.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.cli.soak.Daemon;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network and a node whose folder lies on a disk that is full, or may not be written to. */
class FullDiskTest {
    private static final long SECONDS_MAX = 90;
    private static final int SUBMISSIONS_PER_ENTRY = 300;
    private static final int ENTRIES_PER_STREAM = 20;
    private static final MspId MSP = new MspId("Org1MSP");

    @TempDir
    private Path folder = Path.of(".");

    private final List<Daemon> daemons = new ArrayList<>();

    @AfterEach
    void end_what_was_started() {
        daemons.forEach(Daemon::close);
    }

    private Daemon start(String name, String... arguments) throws IOException {
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        Daemon daemon = Daemon.start(folder, name, options, List.of(arguments));
        daemons.add(daemon);
        return daemon;
    }

    private Path data() {
        return folder.resolve("disk").resolve("network");
    }

    @Test
    void what_was_acknowledged_is_on_the_disk_and_a_start_after_making_room_goes_on() throws Exception {
        Optional<TinyDisk> mounted = TinyDisk.mount(folder.resolve("disk"), "2m");
        if (mounted.isEmpty()) {
            System.err.println("SKIPPED: no small file system can be mounted here, so a full disk is not tried");
        }
        Assumptions.assumeTrue(mounted.isPresent());
        try (TinyDisk disk = mounted.get()) {
            Daemon network = start("network", "network", "up", "--foreground", "--json", "--data", data().toString());
            network.awaitReady();
            Map<StreamId, Long> acknowledged = fill();
            assertThat(network.awaitEnd(SECONDS_MAX)).isEqualTo(ExitCode.INTERNAL.number());
            assertThat(network.errors())
                    .contains("evenhand: disk-full: block ")
                    .contains("could not be written: No space left on device; make room and start again");
            String ledger = data().resolve("ledger").toString();
            Ran.command("audit", "verify", "--ledger", ledger).exits(ExitCode.OK);
            Path filler = data().resolve("filler");
            fillUp(filler);
            Ran again = Ran.command("network", "up", "--data", data().toString());
            assertThat(again.exit()).isEqualTo(ExitCode.INTERNAL.number());
            assertThat(again.err()).contains("disk-full: ").doesNotContain("\tat ");

            Files.delete(filler);
            disk.grow("8m");
            network.restart();
            network.awaitReady();
            assertThat(acknowledged).isNotEmpty();
            try (RunningNetwork running = RunningNetwork.in(data());
                    EvenhandClient client = running.client(MSP, "app")) {
                for (StreamId stream : acknowledged.keySet()) {
                    assertThat(client.getStream(running.state().pool(), stream).last())
                            .isGreaterThanOrEqualTo(acknowledged.get(stream));
                }
                try (StreamWriter writer =
                        StreamWriter.open(client, running.state().pool(), new StreamId(MSP, "after"))) {
                    assertThat(writer.write(work()).get().sequence()).isEqualTo(1);
                }
            }
            aNodeOnAFullDiskSaysSoAndStartsOnceThereIsRoom();
            assertThat(network.stop(SECONDS_MAX)).isZero();
            Ran.command("audit", "verify", "--ledger", ledger).exits(ExitCode.OK);
            disk.protect(true);
            Ran protectedFolder = Ran.command("network", "up", "--data", data().toString());
            assertThat(protectedFolder.exit()).isEqualTo(ExitCode.INTERNAL.number());
            assertThat(protectedFolder.err()).contains("not-writable: ").doesNotContain("\tat ");
        }
    }

    private void aNodeOnAFullDiskSaysSoAndStartsOnceThereIsRoom() throws Exception {
        Path filler = data().resolve("filler");
        fillUp(filler);
        Daemon node = start("node", "node", "run", "--json", "--data", data().toString(), "--grace", "0");
        assertThat(node.awaitEnd(SECONDS_MAX)).isEqualTo(ExitCode.INTERNAL.number());
        assertThat(node.errors()).contains("evenhand: disk-full: ").doesNotContain("\tat ");
        Files.delete(filler);
        node.restart();
        node.awaitReady();
        assertThat(node.stop(SECONDS_MAX)).as(node.errors()).isZero();
    }

    private static void fillUp(Path file) throws IOException {
        byte[] zeros = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static Entry work() {
        Entry.Builder entry = Entry.builder();
        for (int i = 0; i < SUBMISSIONS_PER_ENTRY; i++) {
            entry.submit(Submission.of(new ClassName("frame"), 1, Digest.of("payload " + i)));
        }
        return entry.build();
    }

    /** Writes until nothing more is acknowledged; says what was. */
    private Map<StreamId, Long> fill() throws Exception {
        TreeMap<StreamId, Long> acknowledged = new TreeMap<>();
        try (RunningNetwork running = RunningNetwork.in(data());
                EvenhandClient client = running.client(MSP, "app")) {
            for (int i = 0; true; i++) {
                StreamId stream = new StreamId(MSP, "app-" + i);
                try (StreamWriter writer =
                        StreamWriter.open(client, running.state().pool(), stream)) {
                    for (int j = 0; j < ENTRIES_PER_STREAM; j++) {
                        acknowledged.put(stream, writer.write(work()).get().sequence());
                    }
                }
            }
        } catch (EvenhandException | ExecutionException full) {
            return acknowledged;
        }
    }
}
