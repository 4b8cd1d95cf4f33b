package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.testkit.server.EmbeddedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a deployment from being opened: it is read, and refused when somebody is to connect with it. */
class ObstaclesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongodb://alice@a| a user name is given, but no password; SCRAM needs both",
                "mongodb://a/?tlsCAFile=x.pem| tlsCAFile is given, but tls is false; add tls=true",
                "mongodb://alice@a/?tlsCAFile=x.pem| tlsCAFile is given, but tls is false; add tls=true; a user name is given, but no password",
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
                "mongodb://a,b/?retryReads=true&retryWrites=true&maxAdaptiveRetries=5&enableOverloadRetargeting=true&readPreference=nearest&maxStalenessSeconds=120",
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
