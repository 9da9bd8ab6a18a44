package org.evenhand.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The contract as it is shipped: the jars of the packaged image, and nothing else, in a process of its own. */
final class ChaincodeProcess implements AutoCloseable {
    private static final String READY = "evenhand chaincode listens on ";
    private static final long END_SECONDS = 10;

    private final Process process;
    private final String address;

    private ChaincodeProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the contract on a free port.
     *
     * @param jars the folder with the image's jars
     */
    static ChaincodeProcess start(Path jars) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(), "-cp", jars + "/*", "org.evenhand.chaincode.ChaincodeMain")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHAINCODE_") || name.startsWith("CORE_"));
        builder.environment().put("CHAINCODE_SERVER_ADDRESS", "127.0.0.1:0");
        builder.environment().put("CHAINCODE_ID", "evenhand_1.0:packaged");
        Process process = builder.start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IOException("expected '" + READY + "...' from the image in " + jars + ", found " + line);
        }
        return new ChaincodeProcess(process, "127.0.0.1:" + line.substring(line.lastIndexOf(':') + 1));
    }

    String address() {
        return address;
    }

    /** Asks it to end, as an operator would. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("the chaincode did not end within " + END_SECONDS + " s");
    }
}
