package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said and is not done yet: taken when it is read, refused when it is to be done. */
class NotYetTest {
    static List<NotYet.Entry> entries() {
        return NotYet.ENTRIES;
    }

    @ParameterizedTest
    @MethodSource("entries")
    void whoDialsIsToldWhatIsMissing(NotYet.Entry entry) {
        Map<Option, String> asked = OptionTest.properties(entry.option());
        asked.put(entry.option(), missed(entry));
        ClientOptions options = ClientOptions.from(asked);

        assertThat(options.warnings()).isEmpty();
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> Mooring.dial(options))
                .withMessageStartingWith(entry.option().displayName() + " is ")
                .withMessageContaining(", which this version does not carry out: " + entry.advice());
    }

    /** A value that is not accepted. */
    private static String missed(NotYet.Entry entry) {
        return OptionTest.sample(entry.option());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void whatHappensAnywayIsTaken(NotYet.Entry entry) {
        for (String accepted : entry.accepted()) {
            Map<Option, String> asked = OptionTest.properties(entry.option());
            asked.put(entry.option(), accepted);

            assertThatCode(() -> ClientOptions.from(asked).checkFeasible()).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongodb://alice@a| a user name is given, but no password; SCRAM needs both",
                "mongodb://a/?tlsCAFile=x.pem| tlsCAFile is given, but tls is false; add tls=true",
                "mongodb://a,b/?maxAdaptiveRetries=5&tlsCAFile=x.pem| tlsCAFile is given, but tls is false; add tls=true;"
                        + " maxAdaptiveRetries is '5', which this version does not carry out: what may be repeated",
            })
    void whatIsInTheWayIsToldAllAtOnce(String uri, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> Mooring.dial(uri))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://a/?replicaSet=rs&directConnection=true",
                "mongodb://a,b/?replicaSet=rs",
                "mongodb+srv://a.example.com/?srvMaxHosts=2&srvServiceName=other",
                "mongodb://a,b/?localThresholdMS=5&serverSelectionTimeoutMS=100&serverMonitoringMode=stream",
                "mongodb://a,b/?retryReads=true&retryWrites=true&readPreference=nearest&maxStalenessSeconds=120",
            })
    void whatAClusterIsAskedForIsCarriedOut(String uri) {
        assertThatCode(() -> ClientOptions.parse(uri).checkFeasible()).doesNotThrowAnyException();
    }

    @Test
    void aMistakeThatIsIgnoredDoesNotKeepAnybodyFromDialing() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start();
                var factory = Mooring.dial(server.uri() + "?maxPolSize=5");
                var session = factory.openSession()) {
            assertThat(session.ping()).isNotNull();
        }
    }
}
