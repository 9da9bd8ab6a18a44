package org.evenhand.audit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureProviderTest {
    @Test
    void a_class_path_without_the_fast_provider_is_slow_and_says_so() {
        SignatureProvider provider = SignatureProvider.fastest(() -> {
            throw new NoClassDefFoundError("com/amazon/corretto/crypto/provider/AmazonCorrettoCryptoProvider");
        });

        assertThat(provider.name()).isEqualTo("BC");
        assertThat(provider.warning()).contains("slower provider BC", "AmazonCorrettoCryptoProvider");
    }

    @Test
    void a_native_library_that_does_not_load_is_named() {
        SignatureProvider provider = SignatureProvider.fastest(() -> {
            throw new IllegalStateException("wrong libc");
        });

        assertThat(provider.warning()).contains("wrong libc");
    }

    @Test
    void the_fast_provider_has_nothing_to_warn_of() {
        SignatureProvider fast = SignatureProvider.fastest();

        assertThat(fast.warning().isEmpty()).isEqualTo(!fast.name().equals("BC"));
        assertThat(SignatureProvider.portable().warning()).isNotEmpty();
    }
}
