package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "db.example.com, 27017, db.example.com:27017",
        "DB.Example.COM, 1, db.example.com:1",
        "127.0.0.1, 65535, 127.0.0.1:65535",
        "::1, 27017, [::1]:27017",
        "2001:DB8::A, 27017, [2001:db8::a]:27017",
    })
    void printsAsItWouldStandInAConnectionString(String host, int port, String text) {
        assertThat(new ServerAddress(host, port)).hasToString(text);
    }

    @Test
    void hostsAreTheSameInAnyCase() {
        assertThat(new ServerAddress("A.Example.com", 1))
                .isEqualTo(new ServerAddress("a.eXample.com", 1))
                .hasSameHashCodeAs(new ServerAddress("a.eXample.com", 1))
                .isNotEqualTo(new ServerAddress("a.example.com", 2))
                .isNotEqualTo(new ServerAddress("b.example.com", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536, Integer.MAX_VALUE})
    void portsOutOfRangeAreRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerAddress("h", port))
                .withMessage("port of h is " + port + ", allowed is 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyHostIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerAddress(host, 1))
                .withMessage("host is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "[db", "db]", "[db.example.com]"})
    void bracketsAreRefusedSinceTheyAreOfTheTextOnly(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerAddress(host, 1))
                .withMessage("host is '" + host + "', but brackets stand in connection strings only;"
                        + " an IPv6 address is given without them, such as ::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.example.com:27017", "db:", ":27017", "127.0.0.1:1"})
    void aPortInTheHostIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerAddress(host, 1))
                .withMessage("host is '" + host + "', which is no IPv6 address; a port is given apart from the host");
    }

    @Test
    void aScopeMayFollowAnIpv6Address() {
        assertThat(new ServerAddress("fe80::1%eth0", 1)).hasToString("[fe80::1%eth0]:1");
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ServerAddress(null, 1))
                .withMessage("host");
    }
}
