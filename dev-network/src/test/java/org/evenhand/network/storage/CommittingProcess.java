package org.evenhand.network.storage;

import java.nio.file.Path;
import java.util.List;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;

/** A process that commits blocks and says so, until it is killed. */
final class CommittingProcess {
    private CommittingProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        TestChannel channel = new TestChannel(folder);
        FileLedger ledger = channel.openDefined(folder.resolve("ledger"));
        for (int i = 0; true; i++) {
            CommittedBlock committed =
                    ledger.commit(List.of(channel.transaction(ReadsAndWrites.put("k" + i, "x".repeat(5000)))));
            System.out.println(committed.number());
        }
    }
}
