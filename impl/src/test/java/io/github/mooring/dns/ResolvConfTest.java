package io.github.mooring.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the operating system asks. */
class ResolvConfTest {
    @Test
    void serversAreAskedInTheirOrderWithTheTimesOfTheFile() {
        NameServers servers = ResolvConf.parse(List.of(
                "# written by hand",
                "search example.com",
                "nameserver 10.0.0.1",
                "  nameserver\t2001:db8::1",
                "options ndots:2 timeout:3 attempts:4 rotate"));

        assertThat(servers)
                .isEqualTo(new NameServers(
                        List.of(new InetSocketAddress("10.0.0.1", 53), new InetSocketAddress("2001:db8::1", 53)),
                        Duration.ofSeconds(3),
                        4));
    }

    @Test
    void withoutAServerItIsThisMachine() {
        assertThat(ResolvConf.parse(List.of("nameserver", "nameserver dns.example.com", "options timeout:0")))
                .isEqualTo(new NameServers(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53)),
                        ResolvConf.DEFAULT_TIMEOUT,
                        ResolvConf.DEFAULT_ATTEMPTS));
    }

    @Test
    void numbersAndServersAreBounded() {
        NameServers servers = ResolvConf.parse(List.of(
                "nameserver 10.0.0.1",
                "nameserver 10.0.0.2",
                "nameserver 10.0.0.3",
                "nameserver 10.0.0.4",
                "options timeout:999999999 attempts:999999999"));

        assertThat(servers.addresses()).hasSize(3);
        assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(servers.attempts()).isEqualTo(5);
    }

    @Test
    void aSystemWithoutTheFileIsToldHowToNameServers(@TempDir Path folder) {
        Path file = folder.resolve("resolv.conf");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SystemResolver.configured(null, file))
                .withMessageContaining(file.toString())
                .withMessageContaining("-Dmooring.nameServers=ADDRESS[:PORT]");
    }

    @Test
    void thePropertyWinsOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 10.0.0.1\n");

        assertThat(SystemResolver.configured("", file).addresses())
                .containsExactly(new InetSocketAddress("10.0.0.1", 53));
        assertThat(SystemResolver.configured("10.0.0.2, 2001:db8::2", file).addresses())
                .containsExactly(new InetSocketAddress("10.0.0.2", 53), new InetSocketAddress("2001:db8::2", 53));
    }

    @Test
    void serversOfThePropertyMayListenElsewhere(@TempDir Path folder) throws IOException {
        assertThat(SystemResolver.configured("10.0.0.2:8600,[2001:db8::2]:5353", folder)
                        .addresses())
                .containsExactly(new InetSocketAddress("10.0.0.2", 8600), new InetSocketAddress("2001:db8::2", 5353));
    }

    @Test
    void thePropertyTakesAddressesOnly(@TempDir Path folder) {
        for (String wrong : List.of(
                "dns.example.com",
                "10.0.0.1,",
                "10.0.0.1;10.0.0.2",
                "1.2.3.4.5",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "10.0.0.1:")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> SystemResolver.configured(wrong, folder))
                    .withMessageContaining("system property mooring.nameServers is '" + wrong + "'");
        }
    }
}
