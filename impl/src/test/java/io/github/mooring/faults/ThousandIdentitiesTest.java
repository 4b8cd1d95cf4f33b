package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Crowd;
import io.github.mooring.client.OpenClient;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Far more users than there may be connections or pools; each has a database of its own, and rights on no other. */
@Timeout(300)
class ThousandIdentitiesTest {
    private static final int USERS = 1_000;
    private static final int CALLERS = 10;
    private static final int POOLS = 50;
    private static final int CONNECTIONS = 20;
    /** The monitor's, and one that measures. */
    private static final int OF_MONITORS = 2;

    private static final int UNAUTHORIZED = 13;

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final FaultySocketFactory sockets = new FaultySocketFactory();

    private Rig start() {
        Lab.Builder lab = Lab.builder().members(1).servers(server -> {
            server.requireAuthentication().mechanisms("PLAIN");
            for (int i = 0; i < USERS; i++) {
                server.directoryUser("user" + i, "password" + i, new Grant(Role.READ_WRITE, database(i)));
            }
        });
        String options = "&authMechanism=PLAIN&plainWithoutTls=true&maxIdentityPools=" + POOLS + "&maxTotalConnections="
                + CONNECTIONS;
        return Rig.start(
                lab,
                started -> OpenClient.dial(
                        ClientOptions.parse(
                                started.uri().replace("mongodb://", "mongodb://user0:password0@") + options),
                        Clock.system(),
                        sockets));
    }

    private static String database(int user) {
        return "of-" + user;
    }

    private void use(Rig rig, int user) {
        String password = "password" + user;
        try (MongoSession session = rig.factory().openSession("user" + user, password.toCharArray())) {
            var unused =
                    session.getDatabase(database(user)).getCollection("own").insertOne(new Document("_id", user));
            trespass(session, (user + 1) % USERS);
            assertThat(session.getDatabase(database(user))
                            .getCollection("own")
                            .find()
                            .toList())
                    .containsExactly(new Document("_id", user));
        }
        mostOpen.accumulateAndGet(sockets.open(), Math::max);
    }

    private void trespass(MongoSession session, int victim) {
        try {
            session.getDatabase(database(victim)).getCollection("own").find().first();
        } catch (MongoCommandException e) {
            assertThat(e.code()).isEqualTo(UNAUTHORIZED);
            refused.incrementAndGet();
        }
    }

    @Test
    void eachWorksInTheirOwnNameWithinTheLimits() throws Exception {
        Crowd callers = new Crowd(CALLERS, "fault-caller");
        try (Rig rig = start()) {
            callers.together(USERS / CALLERS, user -> use(rig, user));

            assertThat(refused).as("whoever has asked for another's data").hasValue(USERS);
            assertThat(mostOpen.get()).isLessThanOrEqualTo(CONNECTIONS + OF_MONITORS);
            assertThat(rig.client().budget().capacity()).isEqualTo(CONNECTIONS);
        } finally {
            callers.end();
        }
    }
}
