package org.evenhand.network.storage;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.evenhand.network.pki.Ecdsa;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Measures how fast a ledger orders, validates, syncs and applies small transactions with two endorsements. Arguments:
 * the number of blocks and of transactions in each.
 */
final class LedgerThroughput {
    private LedgerThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int blocks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int blockSize = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        PrintStream out = System.out;
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("ledger-throughput");
        TestChannel channel = new TestChannel(folder);
        out.printf(Locale.ROOT, "key material of 4 organisations, cold: %d ms%n", millisSince(start));
        try (FileLedger ledger = channel.openDefined(folder.resolve("ledger"))) {
            ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("first", "v"))));
            out.printf(Locale.ROOT, "first transaction committed: %d ms%n", millisSince(start));
            run(channel, ledger, blocks / 3, blockSize, "warm-up", out);
            run(channel, ledger, blocks, blockSize, Ecdsa.fastest().providerName(), out);
        }
        start = System.nanoTime();
        try (FileLedger ledger = channel.open(folder.resolve("ledger"))) {
            out.printf(Locale.ROOT, "opened %d blocks again: %d ms%n", ledger.height(), millisSince(start));
        }
    }

    private static void run(
            TestChannel channel, FileLedger ledger, int blocks, int blockSize, String name, PrintStream out) {
        List<List<Envelope>> batches = new ArrayList<>();
        String value = "x".repeat(300);
        for (int block = 0; block < blocks; block++) {
            List<Envelope> batch = new ArrayList<>();
            for (int i = 0; i < blockSize; i++) {
                String key = name + "/" + (block * blockSize + i) % 10_000;
                batch.add(channel.transaction(ReadsAndWrites.none()
                        .read(key, ledger.snapshot().get(TestChannel.CHAINCODE, key))
                        .write("stream/" + block + "/" + i, value)
                        .write("other/" + block + "/" + i, value)));
            }
            batches.add(batch);
        }
        long start = System.nanoTime();
        long cpuStart = cpuNanos();
        for (List<Envelope> batch : batches) {
            boolean allValid = ledger.commit(batch).transactions().stream()
                    .allMatch(transaction -> transaction.code() == TxValidationCode.VALID);
            if (!allValid) {
                throw new IllegalStateException("every transaction of this measurement is valid");
            }
        }
        long millis = Math.max(1, millisSince(start));
        long cpuMillis = Math.max(1, (cpuNanos() - cpuStart) / 1_000_000);
        long transactions = (long) blocks * blockSize;
        out.printf(
                Locale.ROOT,
                "%s: %d transactions in %d ms: %d/s; in %d ms of processor time: %d/s per core%n",
                name,
                transactions,
                millis,
                transactions * 1000 / millis,
                cpuMillis,
                transactions * 1000 / cpuMillis);
    }

    /** Of the whole process: on a busy machine the only fair measure. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
