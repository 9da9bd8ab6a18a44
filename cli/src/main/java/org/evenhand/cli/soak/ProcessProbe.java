package org.evenhand.cli.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a process from outside, with the tools of the JDK and what the system tells. */
final class ProcessProbe {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final long SECONDS_MAX = 60;
    private static final long NOT_KNOWN = -1;

    private ProcessProbe() {}

    /**
     * A process at one moment.
     *
     * @param liveBytes what is left on its heap after a full collection
     * @param residentBytes memory it occupies; -1 where the system does not tell
     * @param openFiles files and connections; -1 likewise
     * @param threads -1 likewise
     */
    record Sample(long liveBytes, long residentBytes, long openFiles, long threads) {}

    static Sample look(long pid) throws IOException, InterruptedException {
        Path system = Path.of("/proc", Long.toString(pid));
        String status = Files.isReadable(system.resolve("status")) ? Files.readString(system.resolve("status")) : "";
        long resident = number(RESIDENT, status);
        return new Sample(
                liveBytes(pid), resident < 0 ? resident : resident << 10, openFiles(system), number(THREADS, status));
    }

    private static long openFiles(Path system) {
        try (Stream<Path> files = Files.list(system.resolve("fd"))) {
            return files.count();
        } catch (IOException notTold) {
            return NOT_KNOWN;
        }
    }

    /** A histogram of the heap counts live objects alone, after a full collection. */
    private static long liveBytes(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path answer = Files.createTempFile("evenhand-soak", ".txt");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("process " + pid + " did not tell its heap within " + SECONDS_MAX + " s");
            }
            String text = Files.readString(answer, StandardCharsets.UTF_8);
            long live = number(TOTAL, text);
            if (live < 0) {
                throw new IOException("process " + pid + " did not tell its heap: "
                        + text.lines().findFirst());
            }
            return live;
        } finally {
            Files.delete(answer);
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : NOT_KNOWN;
    }
}
