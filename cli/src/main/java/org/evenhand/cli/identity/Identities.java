package org.evenhand.cli.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;

/** An identity as users see it: never its private key. */
final class Identities {
    private Identities() {}

    static void tell(OutputOptions output, MspId msp, Path folder) throws IOException {
        ClientIdentity identity = ClientIdentity.fromMsp(msp, folder);
        X509Certificate certificate = identity.certificate();
        String subject = certificate.getSubjectX500Principal().getName();
        Instant expires = certificate.getNotAfter().toInstant();
        Table table = Table.ofText("msp", msp.id());
        table.row("subject", subject);
        table.row("key", identity.key().hex());
        table.row("expires", expires);
        table.row("folder", folder);
        output.result(
                Json.object()
                        .put("msp", msp.id())
                        .put("subject", subject)
                        .put("key", identity.key().hex())
                        .put("expiresMillis", expires.toEpochMilli())
                        .put("folder", folder.toString())
                        .build(),
                List.copyOf(table.lines()));
    }
}
