package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.connection.ServerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Where the members of a lab can be reached. */
class PortsTest {
    @Test
    void aMemberIsWhereItsBuilderWantsIt() throws Exception {
        int wanted = freePort();
        try (Lab lab = Lab.builder().members(1).firstPort(wanted).start();
                Driver driver = new Driver("mongodb://127.0.0.1:" + wanted + "/?replicaSet=lab", "")) {
            assertThat(lab.node(0).address()).isEqualTo("127.0.0.1:" + wanted);
            driver.await(Driver.types(ServerType.REPLICA_SET_PRIMARY));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Lab.builder()
                            .members(1)
                            .firstPort(taken.getLocalPort())
                            .start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    /** Somebody else could take it in between; unlikely enough. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
