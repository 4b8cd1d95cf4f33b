package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.testkit.container.Serialization;
import io.github.mooring.testkit.container.Subjects;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManagedConnectionFactoryTest extends AdapterFixture {
    private static final SessionRequestInfo ALICE = new SessionRequestInfo("alice", "wonder".toCharArray());

    ManagedConnectionFactoryTest() {
        super(EmbeddedServer.start());
    }

    private @Nullable ManagedConnection match(Set<?> candidates, @Nullable SessionRequestInfo request)
            throws Exception {
        return factory.matchManagedConnections(candidates, null, request);
    }

    @Test
    @DisplayName("MF3 factories configured alike share a deployment, others never do")
    void equalFactoriesShareADeployment() throws Exception {
        MongoManagedConnectionFactory alike = Containers.factoryOf(adapter, server.uri());
        MongoManagedConnectionFactory other = Containers.factoryOf(adapter, server.uri() + "?appName=other");
        factory.createManagedConnection(null, null);
        alike.createManagedConnection(null, null);
        assertThat(adapter.deployments().size()).isEqualTo(1);

        other.createManagedConnection(null, null);

        assertThat(adapter.deployments().size()).isEqualTo(2);
    }

    @Test
    @DisplayName("MF1 a factory that comes back from serialisation shares with the one that went")
    void deserialisedFactoryShares() throws Exception {
        factory.createManagedConnection(null, null);
        MongoManagedConnectionFactory copy = Serialization.copy(factory);
        copy.setResourceAdapter(adapter);
        copy.createManagedConnection(null, null);

        assertThat(adapter.deployments().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("MF4 MF7 making factories and managed connections, matching and validating speak to no server")
    void nothingSpeaksToTheServer() throws Exception {
        factory.createConnectionFactory((mcf, request) -> "never asked");
        ManagedConnection connection = factory.createManagedConnection(null, null);
        assertThat(match(Set.of(connection), null)).isSameAs(connection);
        assertThat(factory.getInvalidConnections(Set.of(connection))).isEmpty();
        connection.getMetaData();
        Object handle = connection.getConnection(null, null);
        assertThat(handle).isInstanceOf(SessionHandle.class);
        connection.cleanup();
        connection.destroy();

        assertThat(server.commandCount("ping") + server.commandCount("find")).isZero();
        assertThat(server.requests()).allMatch(request -> !request.commandName().startsWith("sasl"));
        assertThat(server.acceptedConnections()).as("at most the heartbeat's").isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("MF7 MF9 match gives the connection of the same configuration and user, and no other")
    void matchGivesTheConnectionOfTheSameUser() throws Exception {
        ManagedConnection nobodys = factory.createManagedConnection(null, null);
        ManagedConnection alices = factory.createManagedConnection(null, ALICE);
        Set<ManagedConnection> both = Set.of(nobodys, alices);

        assertThat(match(both, null)).isSameAs(nobodys);
        assertThat(match(both, ALICE)).isSameAs(alices);
        assertThat(match(both, new SessionRequestInfo("alice", "another".toCharArray())))
                .isNull();
        assertThat(match(Set.of(nobodys), ALICE)).isNull();
        assertThat(Containers.factoryOf(adapter, server.uri() + "?appName=x").matchManagedConnections(both, null, null))
                .isNull();
    }

    @Test
    @DisplayName("MF8 match copes with sets that are empty, unmodifiable, or hold foreign objects and null")
    void matchCopesWithAnySet() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        Set<@Nullable Object> mixed = new HashSet<>();
        mixed.add(null);
        mixed.add("foreign");
        mixed.add(connection);

        assertThat(match(Set.of(), null)).isNull();
        assertThat(match(Set.of("foreign"), null)).isNull();
        assertThat(match(Collections.unmodifiableSet(mixed), null)).isSameAs(connection);
        assertThat(factory.getInvalidConnections(mixed)).isEmpty();
    }

    @Test
    @DisplayName("MF11 match says that nothing fits by null, never that matching is unsupported")
    void matchingIsSupported() throws Exception {
        for (Set<?> candidates : List.of(Set.of(), Set.of("foreign"), Set.of(new Object()))) {
            assertThat(match(candidates, ALICE)).isNull();
        }
    }

    @Test
    @DisplayName("MF10 match passes destroyed connections over")
    void matchPassesDestroyedConnectionsOver() throws Exception {
        ManagedConnection destroyed = factory.createManagedConnection(null, null);
        ManagedConnection live = factory.createManagedConnection(null, null);
        destroyed.destroy();

        assertThat(match(Set.of(destroyed), null)).isNull();
        assertThat(match(Set.of(destroyed, live), null)).isSameAs(live);
    }

    @Test
    @DisplayName("MF10 after a change of configuration connections of the old one are not matched any more")
    void connectionsOfAnOldConfigurationAreNotMatched() throws Exception {
        ManagedConnection old = factory.createManagedConnection(null, null);

        factory.setMaxPoolSize(3);

        assertThat(match(Set.of(old), null)).isNull();
    }

    @Test
    @DisplayName("MF12 invalid are those that are destroyed or whose adapter has stopped, whatever the server does")
    void invalidAreThoseThatCanNeverServe() throws Exception {
        ManagedConnection destroyed = factory.createManagedConnection(null, null);
        ManagedConnection live = factory.createManagedConnection(null, null);
        destroyed.destroy();
        server.close();

        assertThat(factory.getInvalidConnections(Set.of(destroyed, live, "foreign")))
                .isEqualTo(Set.of(destroyed));

        adapter.stop();
        assertThat(factory.getInvalidConnections(Set.of(live, "foreign"))).isEqualTo(Set.of(live));
    }

    @Test
    @DisplayName("MF13 the log writer hears of failures, and null silences it")
    void logWriterIsHonoured() throws Exception {
        StringWriter log = new StringWriter();
        PrintWriter writer = new PrintWriter(log);
        factory.setLogWriter(writer);
        factory.setMaxPoolSize(-1);
        assertThat(factory.getLogWriter()).isSameAs(writer);

        assertThatThrownBy(() -> factory.createManagedConnection(null, null)).hasMessageContaining("MaxPoolSize");
        assertThat(log.toString()).contains("MaxPoolSize");

        int length = log.toString().length();
        factory.setLogWriter(null);
        assertThatThrownBy(() -> factory.createManagedConnection(null, null)).hasMessageContaining("MaxPoolSize");
        assertThat(log.toString()).hasSize(length);
    }

    @Test
    @DisplayName("MF14 the transaction level is LocalTransaction, or what the factory's property says")
    void transactionLevelIsThatOfTheFactory() {
        assertThat(new MongoManagedConnectionFactory().getTransactionSupport())
                .isEqualTo(TransactionSupportLevel.LocalTransaction);
        factory.setTransactionLevel("noTransaction");
        assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.NoTransaction);
        factory.setTransactionLevel("LocalTransaction");
        assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.LocalTransaction);
    }

    @Test
    @DisplayName("MF14 another level is refused when a session is asked for, and XA with the reason")
    void otherLevelsAreRefused() {
        factory.setTransactionLevel("XATransaction");
        assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.NoTransaction);
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("TransactionLevel is 'XATransaction'")
                .hasMessageContaining("two-phase commit");
        factory.setTransactionLevel("local");
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .hasMessageContaining("'local'; allowed are LocalTransaction, the default, and NoTransaction");
    }

    @Test
    @DisplayName("S7 with VerifyOnCreate wrong credentials are refused as such, and leave nothing behind")
    void verificationRefusesWrongCredentials() throws Exception {
        try (EmbeddedServer strict = EmbeddedServer.builder()
                .requireAuthentication()
                .user("scott", "tiger", "admin")
                .start()) {
            factory = Containers.factoryOf(adapter, strict.uri());
            factory.setVerifyOnCreate(true);
            factory.createManagedConnection(Subjects.with(Subjects.credential(factory, "scott", "tiger")), null);

            assertThatThrownBy(() -> factory.createManagedConnection(
                            Subjects.with(Subjects.credential(factory, "scott", "lion-sentinel")), null))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("scott")
                    .hasMessageNotContaining("lion-sentinel");
        }
    }

    @Test
    @DisplayName("S7 with VerifyOnCreate a server that is down is told; without, it is not asked")
    void verificationTellsThatTheServerIsDown() throws Exception {
        server.close();
        factory.createManagedConnection(null, null);

        factory.setVerifyOnCreate(true);

        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(CommException.class)
                .hasMessageContaining(server.address());
    }
}
