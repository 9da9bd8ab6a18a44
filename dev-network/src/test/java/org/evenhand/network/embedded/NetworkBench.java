package org.evenhand.network.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.ManagedChannel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.evenhand.network.testing.SdkClient;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.SubmittedTransaction;

/**
 * Measures, and is no test: the time from the start of the JVM to the first committed transaction in an empty folder,
 * and the rate at which many clients, each with a key of its own and one transaction in flight, get small transactions
 * committed. Clients, chaincode instances and network share the JVM.
 *
 * <p>Arguments: clients per organisation, seconds.
 */
final class NetworkBench {
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile String lastFailure = "none";

    private NetworkBench() {}

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("network-bench");
        printTime("entered main");
        try (RunningNetwork running = RunningNetwork.start(folder)) {
            printTime("network started");
            running.client("Org1MSP").contract(RunningNetwork.CHAINCODE).submitTransaction("increment", "first");
            printTime("first commit");
            new NetworkBench().run(running, clients, seconds);
        }
        System.out.println(folder);
        System.exit(0);
    }

    private void run(RunningNetwork running, int clients, int seconds) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (EmbeddedOrganisation organisation : running.network().organisations()) {
            ManagedChannel connection = running.client(organisation.mspId()).connection();
            for (int i = 0; i < clients; i++) {
                Contract contract = SdkClient.on(
                                connection,
                                organisation.user(),
                                running.network().channel())
                        .contract(RunningNetwork.CHAINCODE);
                String key = organisation.mspId() + i;
                threads.add(new Thread(() -> submitUntilTheEnd(contract, key)));
            }
        }
        threads.forEach(Thread::start);
        long committedBefore = 0;
        long heightBefore = running.network().height();
        long cpuBefore = cpuMicros();
        for (int second = 1; second <= seconds; second++) {
            end.await(1, TimeUnit.SECONDS);
            long now = committed.sum();
            long height = running.network().height();
            long cpu = cpuMicros();
            System.out.printf(
                    "%3d s: %5d committed in %3d blocks, %d us of CPU each%n",
                    second,
                    now - committedBefore,
                    height - heightBefore,
                    (cpu - cpuBefore) / Math.max(1, now - committedBefore));
            committedBefore = now;
            heightBefore = height;
            cpuBefore = cpu;
        }
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("failed: " + failed.sum() + ", last failure: " + lastFailure);
    }

    private void submitUntilTheEnd(Contract contract, String key) {
        while (end.getCount() > 0) {
            try {
                SubmittedTransaction transaction = contract.newProposal("increment")
                        .addArguments(key)
                        .build()
                        .endorse()
                        .submitAsync();
                if (transaction.getStatus().isSuccessful()) {
                    committed.increment();
                } else {
                    failed.increment();
                    lastFailure = transaction.getStatus().getCode().name();
                }
            } catch (GatewayException e) {
                failed.increment();
                lastFailure = e.toString();
            }
        }
    }

    private static void printTime(String what) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println(what + " after " + millis + " ms, " + cpuMicros() / 1_000 + " ms of CPU");
    }

    private static long cpuMicros() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1_000;
    }
}
