package org.evenhand.client.example;

import java.io.PrintStream;
import java.nio.file.Path;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;

/** Submits tasks, follows them until the last one has ended, and asks what the pool's nodes have to do. */
public final class SubmitAndFollow {
    private SubmitAndFollow() {}

    /** Takes a connection profile and the folder that holds the user's certificate and key. */
    public static void main(String... arguments) throws Exception {
        run(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
    }

    public static void run(Path connectionProfile, Path mspFolder, PrintStream out) throws Exception {
        ConnectionProfile organisation = ConnectionProfile.read(connectionProfile);
        PoolId pool = new PoolId("main");
        StreamId stream = StreamId.parse(organisation.msp().id() + ".renderer");
        try (EvenhandClient client = EvenhandClient.builder()
                        .identity(ClientIdentity.fromMsp(organisation.msp(), mspFolder))
                        .peer(organisation.peers().get(0))
                        .settings(GatewaySettings.of("evenhand", "evenhand")) // channel, chaincode
                        .connect();
                StreamWriter writer = StreamWriter.open(client, pool, stream)) {
            Digest payload = Digest.of("what the tasks are about stays off the ledger");
            SubmissionId submission = writer.submit(Submission.of(new ClassName("frame"), 100, payload))
                    .get();
            out.println("submitted " + submission);

            try (SubmissionFollower follower = SubmissionFollower.open(
                    client,
                    pool,
                    submission,
                    event -> out.println("round " + event.round() + " "
                            + event.fact().kind() + " " + event.fact().range()))) {
                SubmissionProgress end = follower.over().get();
                out.println(end.finished() + " of " + end.submitted() + " tasks finished");
            }

            for (NodeView node : client.listNodes(pool)) {
                out.println(node.state().id() + " has " + node.outstanding().size() + " ranges to do");
            }
        }
    }
}
