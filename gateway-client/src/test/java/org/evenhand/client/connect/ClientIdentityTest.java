package org.evenhand.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.evenhand.client.TestIdentity;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.identity.Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientIdentityTest {
    private static final MspId ORG = new MspId("Org1MSP");
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    private final TestIdentity made = TestIdentity.make();

    @Test
    void an_identity_is_read_from_the_folder_of_fabrics_tools(@TempDir Path folder) throws Exception {
        ClientIdentity identity = ClientIdentity.fromMsp(ORG, made.writeMsp(folder.resolve("msp")));

        assertThat(identity.certificate()).isEqualTo(made.certificate());
        assertThat(identity.key()).isEqualTo(Digest.of(made.keys().getPublic().getEncoded()));
        assertVerifies(identity.signer());
    }

    @Test
    void a_missing_or_a_second_file_is_named(@TempDir Path folder) throws Exception {
        Path msp = made.writeMsp(folder.resolve("msp"));
        Files.writeString(msp.resolve("keystore/other_sk"), "another");

        assertThatThrownBy(() -> ClientIdentity.fromMsp(ORG, msp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keystore, found 2");
        assertThatThrownBy(() -> ClientIdentity.fromMsp(ORG, folder.resolve("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void a_file_that_is_no_key_is_named(@TempDir Path folder) throws Exception {
        Path msp = made.writeMsp(folder.resolve("msp"));
        Files.copy(
                msp.resolve("signcerts/cert.pem"),
                msp.resolve("keystore/0a1b_sk"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> ClientIdentity.fromMsp(ORG, msp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0a1b_sk");
    }

    @Test
    void every_signature_has_low_s_and_verifies_whichever_provider_made_it() throws Exception {
        assertVerifies(made.in("Org1MSP").signer());
        Provider portable = new BouncyCastleProvider();
        assertVerifies(EcdsaSigner.of((ECPrivateKey) made.keys().getPrivate(), portable));
        assertThat(made.in("Org1MSP").signatureProvider()).isIn("AmazonCorrettoCryptoProvider", "BC");
    }

    /** Half of all raw signatures have a high S, so 40 of them without one are no accident. */
    private void assertVerifies(Signer signer) throws Exception {
        BigInteger half =
                ((ECPrivateKey) made.keys().getPrivate()).getParams().getOrder().shiftRight(1);
        for (int i = 0; i < 40; i++) {
            byte[] signature = signer.sign(Hash.SHA256.apply(MESSAGE));
            BigInteger s = ASN1Integer.getInstance(
                            ASN1Sequence.getInstance(signature).getObjectAt(1))
                    .getValue();
            assertThat(s).isLessThanOrEqualTo(half);
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(made.keys().getPublic());
            verifier.update(MESSAGE);
            assertThat(verifier.verify(signature)).isTrue();
        }
    }
}
