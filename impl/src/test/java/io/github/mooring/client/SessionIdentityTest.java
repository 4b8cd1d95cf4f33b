package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose rights a session has: ann may use the database ann, bob the database bob. The factory's user is ann. */
class SessionIdentityTest {
    private static final char[] ANN = "ann's".toCharArray();
    private static final char[] BOB = "bob's".toCharArray();

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .user("ann", "ann's", "admin", new Grant(Role.READ_WRITE, "ann"))
            .user("bob", "bob's", "admin", new Grant(Role.READ_WRITE, "bob"))
            .start();
    private final MongoSessionFactory factory = Mooring.dial(server.uri("ann", "ann's", "admin"));
    private final MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        ClientFixture.assertSettled(factory);
        factory.close();
        server.close();
    }

    private static ThrowingCallable use(MongoSession session, String user) {
        return () -> session.getDatabase(user).getCollection("notes").insertOne(new Document());
    }

    private static void assertIs(MongoSession session, String user) {
        String other = user.equals("ann") ? "bob" : "ann";
        assertThatCode(use(session, user)).doesNotThrowAnyException();
        assertThatThrownBy(use(session, other))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("13");
    }

    private List<String> users() {
        return server.connections().stream()
                .map(ConnectionInfo::user)
                .map(String::valueOf)
                .filter(user -> !user.equals("null"))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("M61 a wrong password fails at once and leaves the session as it was")
    void aWrongPasswordChangesNothing() {
        assertIs(session, "ann");

        assertThatThrownBy(() -> session.login("bob", "wrong".toCharArray()))
                .isInstanceOf(MongoSecurityException.class);
        assertIs(session, "ann");

        session.login("bob", BOB);
        assertThatThrownBy(() -> session.login("ann", BOB)).isInstanceOf(MongoSecurityException.class);
        assertIs(session, "bob");
    }

    @Test
    @DisplayName("M61 M62 login() switches the user and is verified at once, logout() goes back")
    void loginSwitchesAndLogoutGoesBack() {
        char[] password = BOB.clone();
        session.login("bob", password);
        Arrays.fill(password, '\0');
        assertThat(server.commandCount("ping")).as("verified by one round trip").isEqualTo(1);
        assertIs(session, "bob");

        session.logout();
        assertIs(session, "ann");
        session.logout();
        assertIs(session, "ann");
    }

    @Test
    @DisplayName("M61 M62 logging in again as the same user does nothing; the last login counts")
    void loggingInAgainDoesNothing() {
        session.login("ann", ANN);
        assertThat(factory.statistics().socketsOpened()).as("no traffic").isZero();
        session.login("bob", BOB);
        int before = server.requests().size();

        session.login("bob", BOB);
        assertThat(server.requests("ping")).hasSize(1);
        assertThat(server.requests().size()).isEqualTo(before);

        session.logout();
        session.login("bob", BOB);
        session.login("ann", ANN);
        assertIs(session, "ann");
        session.login("bob", BOB);
        assertThat(server.commandCount("saslContinue"))
                .as("nobody authenticates twice")
                .isLessThanOrEqualTo(2);
        assertThat(users()).containsExactly("ann@admin", "bob@admin");
    }

    @Test
    @DisplayName("M61 M62 M20 M21 M22 sessions made later follow the session at that moment, newSession() its opening")
    void offspringFollowsTheMoment() {
        MongoSession earlier = session.copy();
        session.login("bob", BOB);
        MongoSession copy = session.copy();
        MongoSession share = session.share();
        MongoSession fresh = session.newSession();
        session.logout();
        MongoSession later = session.copy();

        assertIs(earlier, "ann");
        assertIs(copy, "bob");
        assertIs(share, "bob");
        assertIs(fresh, "ann");
        assertIs(later, "ann");
        copy.logout();
        assertIs(copy, "ann");
        assertIs(share, "bob");
    }

    @Test
    @DisplayName("M62 a session opened for a user of its own never falls back to the configured one")
    void logoutGoesBackToTheUserOfTheOpening() {
        MongoSession bobs = factory.openSession("bob", BOB);
        bobs.login("ann", ANN);
        assertIs(bobs, "ann");
        bobs.logout();
        assertIs(bobs, "bob");
        assertIs(bobs.newSession(), "bob");
        assertIs(bobs.copy(), "bob");
    }

    @Test
    @DisplayName("M63 F33 a socket never carries a command of another user, whatever many sessions do at once")
    void socketsNeverChangeTheirUser() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                running.add(threads.submit(() -> {
                    try (MongoSession own = factory.openSession()) {
                        for (int round = 0; round < 20; round++) {
                            own.login("bob", BOB);
                            assertIs(own, "bob");
                            own.logout();
                            assertIs(own, "ann");
                        }
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat((long) server.commandCount("saslContinue"))
                .as("one login for each socket")
                .isEqualTo(factory.statistics().socketsOpened());
    }

    @Test
    @DisplayName("M61 F29 what cannot be a login says so, and a closed session knows no login")
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> session.login("", BOB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the user name must not be empty");
        MongoSession closed = factory.openSession();
        closed.close();
        assertThatThrownBy(() -> closed.login("bob", BOB)).isInstanceOf(MongoClosedException.class);
        assertThatThrownBy(closed::logout).isInstanceOf(MongoClosedException.class);
        assertThat(factory.statistics().socketsOpened()).isZero();
    }
}
