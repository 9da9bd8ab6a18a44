package org.evenhand.network.orderer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.hyperledger.fabric.protos.common.Envelope;
import org.junit.jupiter.api.Test;

class BatchCutterTest {
    private final BatchCutter cutter = new BatchCutter(3, 100);

    @Test
    void cuts_when_the_batch_has_enough_messages() {
        assertThat(cutter.add(envelope(1))).isEmpty();
        assertThat(cutter.add(envelope(2))).isEmpty();

        assertThat(cutter.add(envelope(3))).singleElement().satisfies(batch -> assertThat(batch)
                .containsExactly(envelope(1), envelope(2), envelope(3)));
        assertThat(cutter.hasPending()).isFalse();
    }

    @Test
    void cuts_before_a_message_that_would_make_the_batch_too_large() {
        cutter.add(envelope(60));

        assertThat(cutter.add(envelope(50))).singleElement().satisfies(batch -> assertThat(batch)
                .containsExactly(envelope(60)));
        assertThat(cutter.cut()).containsExactly(envelope(50));
    }

    @Test
    void gives_a_message_larger_than_a_batch_one_of_its_own() {
        cutter.add(envelope(10));

        assertThat(cutter.add(envelope(101))).hasSize(2);
        assertThat(cutter.hasPending()).isFalse();
    }

    private static Envelope envelope(int bytes) {
        return Envelope.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
