package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.LazyPool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Trait;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Managed connections that change over from one user to another, and those that do not. */
class ReauthenticationTest extends SessionFactoryFixture {
    private static final SessionRequestInfo ALICE = new SessionRequestInfo("alice", "wonder".toCharArray());

    private MongoManagedConnection connection() throws Exception {
        return (MongoManagedConnection) factory.createManagedConnection(null, null);
    }

    @Test
    @DisplayName("M4 by default a connection stays with its user, even if nobody uses it")
    void byDefaultAConnectionStaysWithItsUser() throws Exception {
        MongoManagedConnection scotts = connection();

        assertThat(factory.matchManagedConnections(Set.of(scotts), null, ALICE)).isNull();
        assertThatThrownBy(() -> scotts.getConnection(null, ALICE))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("'scott'")
                .hasMessageContaining("'alice'")
                .hasMessageContaining("Reauthentication")
                .hasMessageNotContaining("wonder");
    }

    @Test
    @DisplayName("M4 M10 with Reauthentication a free connection changes over, and nothing is sent for it")
    void freeConnectionChangesOver() throws Exception {
        factory.setReauthentication(true);
        MongoManagedConnection connection = connection();
        MongoSession scotts = (MongoSession) connection.getConnection(null, null);
        insert(scotts, 1);
        scotts.close();
        connection.cleanup();
        int accepted = server.acceptedConnections();
        server.forgetRequests();

        assertThat(factory.matchManagedConnections(Set.of(connection), null, ALICE))
                .isSameAs(connection);
        MongoSession alices = (MongoSession) connection.getConnection(null, ALICE);

        assertThat(server.requests()).allMatch(request -> request.commandName().equalsIgnoreCase("hello"));
        assertThat(server.acceptedConnections()).isEqualTo(accepted);
        assertThat(connection.getMetaData().getUserName()).isEqualTo("alice");
        insert(alices, 2);
        assertThat(users()).containsExactlyInAnyOrder("scott@admin", "alice@admin");
    }

    @Test
    @DisplayName("M14 while it has open sessions, a connection does not change over, whatever is set")
    void connectionInUseDoesNotChangeOver() throws Exception {
        factory.setReauthentication(true);
        MongoManagedConnection connection = connection();
        MongoSession scotts = (MongoSession) connection.getConnection(null, null);

        assertThat(factory.matchManagedConnections(Set.of(connection), null, ALICE))
                .isNull();
        assertThatThrownBy(() -> connection.getConnection(null, ALICE))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("open sessions (1)");

        insert(scotts, 1);
        assertThat(users()).containsExactly("scott@admin");
        assertThat(connection.getConnection(null, null)).isNotNull();
    }

    @Test
    @DisplayName("MF9 of several, the connection that has the user already is matched first")
    void theOneThatHasTheUserGoesFirst() throws Exception {
        factory.setReauthentication(true);
        ManagedConnection scotts = connection();
        ManagedConnection alices = factory.createManagedConnection(null, ALICE);

        for (int i = 0; i < 5; i++) {
            assertThat(factory.matchManagedConnections(Set.of(scotts, alices), null, ALICE))
                    .isSameAs(alices);
            assertThat(factory.matchManagedConnections(Set.of(scotts, alices), null, null))
                    .isSameAs(scotts);
        }
    }

    @Test
    @DisplayName("M14 Z1 a session that was set aside keeps its user when its connection has become another's")
    void sessionThatWasSetAsideKeepsItsUser() throws Exception {
        factory.setReauthentication(true);
        LazyPool pool = new LazyPool(factory, Set.of(Trait.LAZY_ASSOCIATION), 1);
        MongoSession scotts = sessions(pool).openSession();
        insert(scotts, 1);
        pool.dissociate(scotts);
        try (MongoSession alices = sessions(pool).openSession("alice", "wonder".toCharArray())) {
            insert(alices, 2);
            assertThatThrownBy(() -> insert(scotts, 3))
                    .as("the only connection is in use")
                    .hasMessageContaining("No managed connections");
        }

        insert(scotts, 4);

        assertThat(pool.created()).isEqualTo(1);
        assertThat(server.requests("insert").stream()
                        .map(insert -> insert.connectionId())
                        .distinct())
                .as("one socket of each")
                .hasSize(2);
        assertThat(server.requests("insert").get(0).connectionId())
                .isEqualTo(server.requests("insert").get(2).connectionId());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("M4 S8 with Reauthentication one pool serves two users over few connections, each with its own rights")
    void onePoolServesTwoUsers(Personality personality) {
        factory.setReauthentication(true);
        Set<Trait> traits = EnumSet.copyOf(personality.traits());
        traits.remove(Trait.POOL_PER_USER);
        FakePool pool = new FakePool(factory, traits, 2);
        MongoSessionFactory sessions = sessions(pool);
        for (int i = 0; i < 10; i++) {
            try (MongoSession scotts = sessions.openSession()) {
                insert(scotts, "scott" + i);
            }
            try (MongoSession alices = sessions.openSession("alice", "wonder".toCharArray())) {
                insert(alices, "alice" + i);
            }
        }
        pool.settle();

        assertThat(pool.created()).isLessThanOrEqualTo(2);
        assertThat(pool.destroyed()).isZero();
        assertThat(users()).containsExactlyInAnyOrder("scott@admin", "alice@admin");
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("S10 the descriptor promises no re-authentication, and by default there is none")
    void descriptorSaysWhatTheAdapterDoes() throws Exception {
        String descriptor = Files.readString(
                SpecificationCases.projectRoot().resolve("rar").resolve("src/main/rar/META-INF/ra.xml"));

        assertThat(descriptor).contains("<reauthentication-support>false</reauthentication-support>");
        assertThat(new MongoManagedConnectionFactory().reauthenticates()).isFalse();
    }
}
