package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.evenhand.audit.identity.ClientIdentity;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.source.BlockSource;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;

/** Measures an audit against what the signature provider alone can do. A program, not a test: it asserts nothing. */
final class AuditSpeed {
    private AuditSpeed() {}

    /** Takes the number of blocks and of transactions in each, such as {@code 1000 100}. */
    public static void main(String[] arguments) throws Exception {
        int blocks = Integer.parseInt(arguments[0]);
        int perBlock = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("audit-speed");
        BlockSource source = ledger(folder, blocks, perBlock);
        System.out.println("provider alone: " + providerAlone() + " signatures a CPU second");
        for (int i = 0; i < 3; i++) {
            long cpu = cpuNanos();
            AuditReport report = Auditor.verify(source, AuditOptions.standard(), AuditProgress.NONE);
            Runtime runtime = Runtime.getRuntime();
            System.out.println(report.verdict() + " " + report.transactions() + " transactions, "
                    + report.speed().signaturesPerSecond() + " signatures/s, "
                    + report.speed().signatures() * 1_000_000_000 / (cpuNanos() - cpu) + " a CPU second, "
                    + report.speed().elapsedMillis()
                    + " ms, heap " + ((runtime.totalMemory() - runtime.freeMemory()) >> 20) + " MiB");
        }
    }

    // Processor time, so that the figures can be compared on a machine that does other things too.
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static BlockSource ledger(Path folder, int blocks, int perBlock) {
        ForgedChannel channel = new ForgedChannel(folder);
        channel.define("load");
        for (int block = 0; block < blocks; block++) {
            List<Envelope> envelopes = new ArrayList<>();
            for (int i = 0; i < perBlock; i++) {
                KVRWSet writes = KVRWSet.newBuilder()
                        .addWrites(ForgedChannel.write("key" + i, ByteString.copyFromUtf8("value " + block)))
                        .build();
                var call = new ForgedChannel.Call(
                        "load", channel.organisations().get(i % 3).user(), 1_700_000_000_000L, List.of("put"));
                envelopes.add(channel.envelope(call, ForgedChannel.action("load", writes)));
            }
            channel.commit(envelopes.toArray(new Envelope[0]));
        }
        return channel.stored(folder);
    }

    private static long providerAlone() throws Exception {
        Path folder = Files.createTempDirectory("audit-speed-keys");
        Path msp =
                new ForgedChannel(folder).organisations().get(0).folder().resolve("users/User1@org1.example.com/msp");
        ClientIdentity client =
                ClientIdentity.read("Org1MSP", onlyFile(msp.resolve("signcerts")), onlyFile(msp.resolve("keystore")));
        SignatureProvider provider = SignatureProvider.fastest();
        PresentedIdentity identity = new IdentityCache(provider).of(client.serialized());
        ByteString message = ByteString.copyFrom(new byte[1500]);
        ByteString signature = client.sign(message);
        AtomicLong valid = new AtomicLong();
        long best = 0;
        for (int attempt = 0; attempt < 3; attempt++) {
            long start = cpuNanos();
            IntStream.range(0, 60_000).parallel().forEach(i -> {
                if (identity.hasSigned(provider, signature, message)) {
                    valid.incrementAndGet();
                }
            });
            best = Math.max(best, 60_000L * 1_000_000_000 / (cpuNanos() - start));
        }
        return valid.get() == 180_000 ? best : 0;
    }

    private static Path onlyFile(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
