package org.evenhand.cli.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of this program in a process of its own, which can be killed and started again. What it prints goes to two
 * files, one life after the other.
 */
public final class Daemon implements AutoCloseable {
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Not how long a start takes, but when a broken one is called broken. */
    private static final long START_SECONDS_MAX = 240;

    private final String name;
    private final List<String> command = new ArrayList<>();
    private final Path out;
    private final Path err;
    private Process process;
    private long outBefore;

    private Daemon(Path folder, String name, List<String> javaOptions, List<String> arguments) throws IOException {
        this.name = name;
        this.out = folder.resolve(name + ".out");
        this.err = folder.resolve(name + ".err");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.evenhand.cli.Main"));
        command.addAll(arguments);
        this.process = launch();
    }

    /**
     * Starts a command; returns at once.
     *
     * @param folder an existing folder for what it prints
     * @param arguments the command's; it should say when it is ready by printing something
     */
    public static Daemon start(Path folder, String name, List<String> javaOptions, List<String> arguments)
            throws IOException {
        return new Daemon(folder, name, javaOptions, arguments);
    }

    /** The options of this JVM that are no agents of somebody who watches it. */
    public static List<String> ownJavaOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent:"))
                .toList();
    }

    private Process launch() throws IOException {
        outBefore = Files.exists(out) ? Files.size(out) : 0;
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                .start();
    }

    /** Starts the same command again, once it has ended. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " still runs");
        }
        process = launch();
    }

    /**
     * Waits until the present life has printed something.
     *
     * @throws IOException if it ends instead; the message has what it said
     */
    public void awaitReady() throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (Files.size(out) == outBefore) {
            if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
                throw new IOException(name + " did not start: " + Files.readString(err));
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Ends it as if its power had failed, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Asks it to stop, and waits until it has.
     *
     * @return its exit code
     * @throws IOException if it does not stop in time
     */
    public int stop(long secondsMax) throws IOException, InterruptedException {
        process.destroy();
        return awaitEnd(secondsMax);
    }

    /**
     * Waits until it has ended.
     *
     * @return its exit code
     * @throws IOException if it does not end in time
     */
    public int awaitEnd(long secondsMax) throws IOException, InterruptedException {
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            throw new IOException(name + " did not stop within " + secondsMax + " s: " + Files.readString(err));
        }
        return process.exitValue();
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said on standard error, in all its lives. */
    public String errors() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
