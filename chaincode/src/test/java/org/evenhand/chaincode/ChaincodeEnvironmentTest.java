package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.evenhand.operations.log.LogFormat;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class ChaincodeEnvironmentTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "CHAINCODE_SERVER_ADDRESS", "0.0.0.0:9999",
            "CHAINCODE_ID", "evenhand_1.0:abc"));

    @Test
    void address_and_id_suffice() {
        assertThat(settings()).isEqualTo(ChaincodeSettings.plaintext("evenhand_1.0:abc", "0.0.0.0", 9_999));
    }

    @Test
    void the_id_may_have_the_name_that_the_shim_knows() {
        variables.remove("CHAINCODE_ID");
        variables.put("CORE_CHAINCODE_ID_NAME", "evenhand_1.0:def");

        assertThat(settings().chaincodeId()).isEqualTo("evenhand_1.0:def");
    }

    @Test
    void key_and_certificate_make_tls_and_the_authority_makes_it_mutual() {
        variables.put("CHAINCODE_TLS_CERT", "server.pem");
        variables.put("CHAINCODE_TLS_KEY", "server.key");
        variables.put("CHAINCODE_CLIENT_CA_CERT", "peers.pem");

        assertThat(settings().tls())
                .contains(new ChaincodeTls(
                        Path.of("server.pem"), Path.of("server.key"), Optional.of(Path.of("peers.pem"))));
    }

    @Test
    void half_of_a_setting_is_refused_by_the_name_of_the_other_half() {
        assertRefused("CHAINCODE_TLS_CERT", "server.pem", "CHAINCODE_TLS_KEY");
        assertRefused("CHAINCODE_CLIENT_CA_CERT", "peers.pem", "CHAINCODE_TLS_CERT");
    }

    @Test
    void what_makes_no_sense_is_refused_by_its_name() {
        assertRefused("CHAINCODE_SERVER_ADDRESS", "9999", "CHAINCODE_SERVER_ADDRESS");
        assertRefused("CHAINCODE_SERVER_ADDRESS", "host:http", "CHAINCODE_SERVER_ADDRESS");
        assertRefused("CHAINCODE_SERVER_ADDRESS", "", "CHAINCODE_SERVER_ADDRESS");
        assertRefused("CHAINCODE_THREADS", "many", "CHAINCODE_THREADS");
        assertRefused("CHAINCODE_THREADS", "0", "threads from 1");
        assertRefused("CHAINCODE_SERVER_ADDRESS", "host:65536", "65536");
    }

    @Test
    void operators_have_what_they_have_with_every_command() {
        ChaincodeEnvironment silent = new ChaincodeEnvironment(variables);
        assertThat(silent.operations()).isEmpty();
        assertThat(silent.logLevel()).isEqualTo(Level.INFO);
        assertThat(silent.logFormat()).isEqualTo(LogFormat.TEXT);
        variables.putAll(Map.of(
                "EVENHAND_OPERATIONS", "127.0.0.1:9465", "EVENHAND_LOG_LEVEL", "debug", "EVENHAND_LOG_FORMAT", "json"));
        ChaincodeEnvironment told = new ChaincodeEnvironment(variables);
        assertThat(told.operations()).map(InetSocketAddress::getPort).contains(9_465);
        assertThat(told.logLevel()).isEqualTo(Level.DEBUG);
        assertThat(told.logFormat()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void what_makes_no_sense_to_operators_is_refused_by_its_name() {
        variables.putAll(
                Map.of("EVENHAND_OPERATIONS", "here", "EVENHAND_LOG_LEVEL", "loud", "EVENHAND_LOG_FORMAT", "xml"));
        ChaincodeEnvironment wrong = new ChaincodeEnvironment(variables);
        assertThatThrownBy(wrong::operations).hasMessageContaining("EVENHAND_OPERATIONS: expected HOST:PORT");
        assertThatThrownBy(wrong::logLevel)
                .hasMessage("EVENHAND_LOG_LEVEL: expected one of [ERROR, WARN, INFO, DEBUG, TRACE], found loud");
        assertThatThrownBy(wrong::logFormat).hasMessage("EVENHAND_LOG_FORMAT: expected one of [TEXT, JSON], found xml");
    }

    private void assertRefused(String name, String value, String named) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(name, value);
        assertThatThrownBy(() -> new ChaincodeEnvironment(changed).settings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private ChaincodeSettings settings() {
        return new ChaincodeEnvironment(variables).settings();
    }
}
