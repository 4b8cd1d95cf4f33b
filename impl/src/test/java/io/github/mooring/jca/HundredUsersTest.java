package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Crowd;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Subjects;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A hundred users at once, of whom each may write to a database of its own and nowhere else. */
class HundredUsersTest extends AdapterFixture {
    private static final int USERS = 100;
    private static final int CALLERS = 10;

    HundredUsersTest() {
        super(serverWithUsers());
    }

    private static EmbeddedServer serverWithUsers() {
        EmbeddedServer.Builder builder = EmbeddedServer.builder().requireAuthentication();
        for (int i = 0; i < USERS; i++) {
            builder = builder.oldUser(user(i), password(i), "admin", new Grant(Role.READ_WRITE, user(i)));
        }
        return builder.start();
    }

    private static String user(int number) {
        return "user" + number;
    }

    private static String password(int number) {
        return "secret of " + number;
    }

    private static void write(MongoSession session, int number) {
        session.getDatabase(user(number)).getCollection("notes").insertOne(new Document());
    }

    @Test
    @DisplayName("S8 a hundred users at once, by request and by Subject, never meet on a socket")
    void usersNeverMeetOnASocket() throws Exception {
        FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), USERS);
        ThreadLocal<Integer> caller = new ThreadLocal<>();
        pool.setSubjects(() -> {
            Integer number = caller.get();
            return number == null ? null : Subjects.with(Subjects.credential(factory, user(number), password(number)));
        });
        MongoSessionFactory sessions = sessions(pool);
        Crowd callers = new Crowd(CALLERS, "caller");
        try {
            for (int round = 0; round < 2; round++) {
                callers.together(USERS / CALLERS, number -> {
                    try (MongoSession session =
                            sessions.openSession(user(number), password(number).toCharArray())) {
                        write(session, number);
                        assertThatThrownBy(() -> write(session, (number + 1) % USERS))
                                .isInstanceOf(MongoCommandException.class);
                    }
                    caller.set(number);
                    try (MongoSession session = sessions.openSession()) {
                        write(session, number);
                    } finally {
                        caller.remove();
                    }
                });
            }
        } finally {
            callers.end();
        }

        Map<Integer, Set<String>> databasesBySocket = server.requests("insert").stream()
                .collect(Collectors.groupingBy(
                        RecordedRequest::connectionId,
                        Collectors.mapping(RecordedRequest::database, Collectors.toCollection(TreeSet::new))));
        assertThat(databasesBySocket.values())
                .as("what was tried over each socket: one user's own database and its neighbour's")
                .allSatisfy(databases -> assertThat(databases).hasSizeLessThanOrEqualTo(2));
        assertThat(server.requests("insert")).hasSize(2 * USERS * 3);
        assertThat(pool.warnings()).isEmpty();
    }
}
