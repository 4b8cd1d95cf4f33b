package io.github.mooring.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("port " + port + " of 127.0.0.1 is in use, and the demo needs it."
                            + " Stop what listens there (is another demo running?) and start again.");
        }
    }

    @Test
    void isContentWithAFreePort() throws IOException {
        int port;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }

        assertThatCode(() -> Ports.requireFree(port)).doesNotThrowAnyException();
    }
}
