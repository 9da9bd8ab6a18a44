package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Timing;
import org.hyperledger.fabric.shim.Chaincode.Response;
import org.junit.jupiter.api.Test;

final class EvenhandChaincodeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] CREATOR =
            TestCertificates.of("CN=user1,OU=client").creator("Org1MSP");

    private final FakeStub ledger = new FakeStub();
    private final EvenhandChaincode chaincode =
            new EvenhandChaincode(new Callers(), Clock.fixed(NOW, ZoneOffset.UTC), "evenhand:1", 2);

    @Test
    void an_unknown_function_is_refused_with_its_code_in_the_message() {
        assertThat(refusal(chaincode.invoke(ledger.transaction(CREATOR, NOW, "Destroy"))))
                .isEqualTo(RefusalCode.UNKNOWN_FUNCTION);
    }

    @Test
    void a_call_without_any_argument_is_refused() {
        assertThat(refusal(chaincode.invoke(ledger.transaction(CREATOR, NOW)))).isEqualTo(RefusalCode.UNKNOWN_FUNCTION);
    }

    @Test
    void a_transaction_from_another_time_is_refused_on_either_side() {
        assertThat(refusal(append(NOW.plusMillis(Limits.SKEW_MAX_MILLIS + 1)))).isEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(refusal(append(NOW.minusMillis(Limits.SKEW_MAX_MILLIS + 1)))).isEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(refusal(append(Instant.MAX))).isEqualTo(RefusalCode.CLOCK_SKEW);
    }

    @Test
    void a_transaction_within_the_allowed_skew_is_judged_by_the_contract() {
        assertThat(refusal(append(NOW.plusMillis(Limits.SKEW_MAX_MILLIS)))).isNotEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(refusal(append(NOW.minusMillis(Limits.SKEW_MAX_MILLIS)))).isNotEqualTo(RefusalCode.CLOCK_SKEW);
    }

    @Test
    void a_round_may_be_ahead_of_the_endorsers_clock_by_less_than_it_takes_to_open_a_turn() {
        assertThat(refusal(round(NOW.plusMillis(Limits.ROUND_AHEAD_MAX_MILLIS + 1))))
                .isEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(refusal(round(NOW.plusMillis(Limits.ROUND_AHEAD_MAX_MILLIS))))
                .isNotEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(Limits.ROUND_AHEAD_MAX_MILLIS).isLessThan(Timing.DEFAULT.turnTimeoutMillis());
    }

    private Response round(Instant time) {
        return chaincode.invoke(ledger.transaction(CREATOR, time, "DecideRound", "nowhere", "Org1MSP.s", "{}"));
    }

    @Test
    void a_query_may_carry_any_time() {
        Response response = chaincode.invoke(ledger.transaction(CREATOR, Instant.EPOCH, "GetPool", "nowhere"));

        assertThat(refusal(response)).isNotEqualTo(RefusalCode.CLOCK_SKEW);
    }

    @Test
    void a_creator_that_is_no_certificate_is_refused() {
        byte[] stranger = "stranger".getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(chaincode.invoke(ledger.transaction(stranger, NOW, "Append", "p", "s", "1", "{}"))))
                .isEqualTo(RefusalCode.MALFORMED);
    }

    private Response append(Instant time) {
        return chaincode.invoke(ledger.transaction(CREATOR, time, "Append", "nowhere", "Org1MSP.s", "1", "{}"));
    }

    private RefusalCode refusal(Response response) {
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(response.getPayload()).isNull();
        assertThat(ledger.writes).isEmpty();
        assertThat(ledger.events).isEmpty();
        return Refusal.find(response.getMessage()).orElseThrow().code();
    }
}
