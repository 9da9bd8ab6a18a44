package org.evenhand.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How an address is written. */
class AddressTest {
    private static final int HOST_MAX = 253;

    @Test
    void an_address_is_read_as_it_is_written() {
        for (String text : List.of("node-1.org1.example:7080", "localhost:1", "10.0.0.7:65535", "[2001:db8::1]:7080")) {
            assertThat(Address.parse(text)).hasToString(text);
        }
    }

    @Test
    void anything_else_is_refused() {
        for (String text : List.of(
                "",
                ":",
                "host",
                "host:",
                ":80",
                "host:0",
                "host:65536",
                "host:080",
                "host:-1",
                "-host:80",
                "h_t:80",
                "a b:80",
                "::1:80",
                "[]:80",
                "[::1]",
                "host:80/",
                "a..b:80",
                ".a:80",
                "a.:80",
                "a-.b:80",
                "a-:80",
                "a.-b:80",
                "node.1:80",
                "10.0.0:80",
                "10.0.0.0.7:80",
                "host\n:80")) {
            assertThatThrownBy(() -> Address.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_host_has_at_most_253_characters() {
        String longest = "h".repeat(HOST_MAX);
        assertThat(new Address(longest, 80).host()).isEqualTo(longest);
        assertThatThrownBy(() -> new Address(longest + "h", 80)).isInstanceOf(IllegalArgumentException.class);
    }
}
