package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.junit.jupiter.api.Test;

final class CallersTest {
    private final Callers callers = new Callers();

    @Test
    void the_caller_is_the_organisation_and_the_digest_of_the_public_key() throws Exception {
        TestCertificates user = TestCertificates.of("CN=user1,OU=client,O=org1");

        assertThat(callers.caller(user.creator("Org1MSP")))
                .isEqualTo(new Caller(
                        new MspId("Org1MSP"), Digest.of(user.keys().getPublic().getEncoded()), false));
    }

    @Test
    void the_node_ou_makes_an_admin_and_nothing_else_does() throws Exception {
        assertThat(isAdmin("CN=a,OU=admin,O=org1")).isTrue();
        assertThat(isAdmin("CN=a,OU=org1+OU=admin,O=org1")).isTrue();
        assertThat(isAdmin("CN=admin,OU=client,O=admin")).isFalse();
        assertThat(isAdmin("CN=a,OU=Admin,O=org1")).isFalse();
        assertThat(isAdmin("CN=a\\,OU\\=admin,OU=client")).isFalse();
    }

    private boolean isAdmin(String subject) throws UnknownCallerException {
        return callers.caller(TestCertificates.of(subject).creator("Org1MSP")).admin();
    }

    @Test
    void one_key_in_two_organisations_is_two_callers() throws Exception {
        TestCertificates user = TestCertificates.of("CN=user1,OU=client");

        assertThat(callers.caller(user.creator("Org1MSP"))).isNotEqualTo(callers.caller(user.creator("Org2MSP")));
    }

    @Test
    void a_caller_is_read_once_and_remembered() throws Exception {
        byte[] creator = TestCertificates.of("CN=user1,OU=client").creator("Org1MSP");

        assertThat(callers.caller(creator)).isSameAs(callers.caller(creator.clone()));
        assertThat(callers.remembered()).isEqualTo(1);
    }

    @Test
    void the_memory_is_bounded() throws Exception {
        TestCertificates user = TestCertificates.of("CN=user1,OU=client");
        for (int i = 0; i <= Callers.REMEMBERED_MAX; i++) {
            callers.caller(user.creator("Org" + i + "MSP"));
        }

        assertThat(callers.remembered()).isLessThanOrEqualTo(Callers.REMEMBERED_MAX);
    }

    @Test
    void what_is_no_certificate_is_no_caller() {
        byte[] noProtobuf = "no protobuf".getBytes(StandardCharsets.UTF_8);
        byte[] noCertificate =
                SerializedIdentity.newBuilder().setMspid("Org1MSP").build().toByteArray();
        byte[] noMsp = TestCertificates.of("CN=user1").creator("not an msp id");

        assertThatThrownBy(() -> callers.caller(noProtobuf)).isInstanceOf(UnknownCallerException.class);
        assertThatThrownBy(() -> callers.caller(noCertificate)).isInstanceOf(UnknownCallerException.class);
        assertThatThrownBy(() -> callers.caller(noMsp)).isInstanceOf(UnknownCallerException.class);
        assertThat(callers.remembered()).isZero();
    }
}
