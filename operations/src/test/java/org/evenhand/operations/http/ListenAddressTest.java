package org.evenhand.operations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void a_host_and_a_port_are_read() {
        InetSocketAddress address = ListenAddress.parse("127.0.0.2:9464");
        assertThat(address.getAddress().getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(address.getPort()).isEqualTo(9464);
    }

    @Test
    void an_address_with_colons_stands_in_brackets() {
        assertThat(ListenAddress.parse("[::1]:9464").getAddress().isLoopbackAddress())
                .isTrue();
        assertThatThrownBy(() -> ListenAddress.parse("::1:9464")).hasMessageContaining("expected HOST:PORT");
    }

    @Test
    void a_port_alone_is_one_of_loopback() {
        assertThat(ListenAddress.parse("9464").getAddress().isLoopbackAddress()).isTrue();
        assertThat(ListenAddress.parse(":0").getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void what_is_no_address_is_refused_with_what_was_expected() {
        for (String text :
                new String[] {"", "localhost", "localhost:", "localhost:x", "localhost:65536", "a:b:1", ":-1"}) {
            assertThatThrownBy(() -> ListenAddress.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected HOST:PORT")
                    .hasMessageEndingWith("found " + text);
        }
    }

    @Test
    void a_host_that_nobody_knows_is_refused() {
        assertThatThrownBy(() -> ListenAddress.parse("no-such-host.invalid:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-host.invalid");
    }
}
