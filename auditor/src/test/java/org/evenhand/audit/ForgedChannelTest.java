package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.Capabilities;
import org.hyperledger.fabric.protos.common.Capability;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only those can try who hold keys: orderers that name themselves by number, and chaincodes that meddle. */
class ForgedChannelTest {
    private static final int CONSENTER = 7;

    @Test
    void a_numbered_consenter_signs_for_a_bft_channel(@TempDir Path folder) throws Exception {
        ForgedChannel channel = bft(folder).signedByNumber(CONSENTER);
        channel.define("load");

        AuditReport report = audit(channel, folder, AuditOptions.standard());

        assertThat(report.findings()).isEmpty();
        assertThat(report.blocks()).isEqualTo(2);
    }

    @Test
    void a_consenter_that_the_configuration_does_not_know_does_not_count(@TempDir Path folder) throws Exception {
        ForgedChannel channel = bft(folder).signedByNumber(CONSENTER + 1);
        channel.define("load");

        assertThat(audit(channel, folder, AuditOptions.standard()).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.BLOCK_SIGNATURE_INVALID, FindingCode.BLOCK_SIGNATURES_INSUFFICIENT);
    }

    @Test
    void a_chaincode_that_writes_to_the_replayed_ones_state_is_named(@TempDir Path folder) throws Exception {
        ForgedChannel channel = new ForgedChannel(folder);
        channel.define("evenhand");
        channel.define("meddler");
        KVRWSet writes = KVRWSet.newBuilder()
                .addWrites(ForgedChannel.write("head/edge", ByteString.copyFromUtf8("{}")))
                .build();
        var call = new ForgedChannel.Call(
                "meddler", channel.organisations().get(0).user(), 1_700_000_000_000L, List.of("meddle"));
        var action = ForgedChannel.action("evenhand", writes).toBuilder()
                .setChaincodeId(ForgedChannel.action("meddler", writes).getChaincodeId())
                .build();
        channel.commit(channel.envelope(call, action));

        AuditReport report = audit(channel, folder, AuditOptions.standard().withChaincode("evenhand"));

        assertThat(report.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.FOREIGN_WRITE, FindingCode.CHAINCODE_NOT_REPLAYED);
    }

    @Test
    void a_chaincode_that_nobody_defined_is_named(@TempDir Path folder) throws Exception {
        ForgedChannel channel = new ForgedChannel(folder);
        put(channel, "undefined", 1_700_000_000_000L);

        assertThat(codes(audit(channel, folder, AuditOptions.standard())))
                .contains(FindingCode.CHAINCODE_UNDEFINED, FindingCode.COMMIT_HASH_MISMATCH);
    }

    @Test
    void a_validation_plugin_of_ones_own_is_incomplete_evidence(@TempDir Path folder) throws Exception {
        ForgedChannel channel = new ForgedChannel(folder);
        channel.define("load", "my-own");
        put(channel, "load", 1_700_000_000_000L);

        AuditReport report = audit(channel, folder, AuditOptions.standard());

        assertThat(codes(report)).containsExactly(FindingCode.VALIDATION_PLUGIN_UNSUPPORTED);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
    }

    @Test
    void an_expired_certificate_is_a_notice_since_fabric_does_not_look_at_it(@TempDir Path folder) throws Exception {
        ForgedChannel channel = new ForgedChannel(folder);
        channel.define("load");
        put(channel, "load", 4_700_000_000_000L);
        put(channel, "load", 4_700_000_000_001L);

        AuditReport report = audit(channel, folder, AuditOptions.standard());

        assertThat(codes(report)).containsExactly(FindingCode.CERTIFICATE_EXPIRED);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
    }

    private static void put(ForgedChannel channel, String chaincode, long timeMillis) {
        KVRWSet writes = KVRWSet.newBuilder()
                .addWrites(ForgedChannel.write("key", ByteString.copyFromUtf8("value")))
                .build();
        var creator = channel.organisations().get(0).user();
        channel.commit(channel.envelope(
                new ForgedChannel.Call(chaincode, creator, timeMillis, List.of("put")),
                ForgedChannel.action(chaincode, writes)));
    }

    private static List<FindingCode> codes(AuditReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    @Test
    void capabilities_of_another_age_are_not_passed_over(@TempDir Path folder) throws Exception {
        ForgedChannel channel = new ForgedChannel(folder, group -> group.toBuilder()
                .putValues("Capabilities", capabilities("V1_1"))
                .build());

        AuditReport report = audit(channel, folder, AuditOptions.standard());

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(FindingCode.CONFIG_UNSUPPORTED);
    }

    private static AuditReport audit(ForgedChannel channel, Path folder, AuditOptions options)
            throws InterruptedException {
        return Auditor.verify(
                channel.stored(folder), options.withGenesisHash(channel.genesisHash()), AuditProgress.NONE);
    }

    private static ForgedChannel bft(Path folder) {
        SigningIdentity orderer = new ForgedChannel(folder).orderer();
        return new ForgedChannel(folder, group -> {
            ConfigGroup ordering = group.getGroupsOrThrow("Orderer").toBuilder()
                    .putValues(
                            "Orderers",
                            value(Orderers.newBuilder()
                                    .addConsenterMapping(Consenter.newBuilder()
                                            .setId(CONSENTER)
                                            .setMspId(orderer.mspId())
                                            .setIdentity(pem(orderer)))
                                    .build()))
                    .build();
            return group.toBuilder()
                    .putGroups("Orderer", ordering)
                    .putValues("Capabilities", capabilities("V3_0"))
                    .build();
        });
    }

    private static ConfigValue capabilities(String name) {
        return value(Capabilities.newBuilder()
                .putCapabilities(name, Capability.getDefaultInstance())
                .build());
    }

    private static ConfigValue value(Message message) {
        return ConfigValue.newBuilder()
                .setModPolicy("Admins")
                .setValue(message.toByteString())
                .build();
    }

    private static ByteString pem(SigningIdentity identity) {
        try {
            String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(identity.certificate().getEncoded());
            return ByteString.copyFromUtf8("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
