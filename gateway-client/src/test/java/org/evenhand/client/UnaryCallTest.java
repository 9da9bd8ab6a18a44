package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class UnaryCallTest {
    @Test
    void a_call_made_from_the_answer_of_another_does_not_inherit_its_context() {
        Context.Key<String> key = Context.key("call");
        AtomicReference<Context> seen = new AtomicReference<>();

        Context.current().withValue(key, "the one before").run(() -> {
            UnaryCall<String> unused = UnaryCall.send((request, answer) -> seen.set(Context.current()), "request");
            assertThat(key.get()).isEqualTo("the one before");
        });

        assertThat(key.get(seen.get())).isNull();
    }
}
