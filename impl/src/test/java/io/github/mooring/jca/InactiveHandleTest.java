package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.LazyPool;
import io.github.mooring.testkit.container.Personality;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handles that a container has set aside: dissociated from their managed connection until they are used again. */
class InactiveHandleTest extends SessionFactoryFixture {
    @Test
    @DisplayName("Z1 Z2 a handle that was set aside asks for a connection when it is used, with its own user")
    void inactiveHandleAsksForAConnection() throws Exception {
        LazyPool pool = new LazyPool(factory, Personality.WILDFLY.traits(), 1);
        MongoSession cached = sessions(pool).openSession("alice", "wonder".toCharArray());
        var notes = cached.getDatabase("test").getCollection("notes");
        cached.setMode(Mode.NEAREST);
        insert(cached, 1);

        pool.dissociate(cached);
        assertThat(pool.free()).isEqualTo(1);
        assertThat(cached.isClosed()).isFalse();
        assertThat(cached.mode()).isEqualTo(Mode.NEAREST);
        assertThat(pool.requests()).isEmpty();

        notes.insertOne(new Document("_id", 2));
        assertThat(pool.requests()).containsExactly(new SessionRequestInfo("alice", "wonder".toCharArray()));
        assertThat(users()).containsExactly("alice@admin");
        cached.close();
        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z3 closing a handle that was set aside tells the connection manager, once, and no connection")
    void closingAnInactiveHandleTellsTheManager() throws Exception {
        LazyPool pool = new LazyPool(factory, Personality.WILDFLY.traits(), 1);
        MongoSession cached = sessions(pool).openSession();
        pool.dissociate(cached);

        cached.close();
        cached.close();

        assertThat(pool.closedInactive()).containsExactly(cached);
        assertThat(pool.requests()).isEmpty();
        assertThatThrownBy(cached::ping).isInstanceOf(MongoClosedException.class);
        assertThat(sessions(pool).statistics().sessionsOpen()).isZero();
    }

    @Test
    @DisplayName("Z3 H10 cursors of a handle that was set aside are ended with it")
    void cursorsOfAnInactiveHandleAreEnded() throws Exception {
        LazyPool pool = new LazyPool(factory, Personality.WILDFLY.traits(), 1);
        MongoSession cached = sessions(pool).openSession();
        for (int i = 0; i < 5; i++) {
            insert(cached, i);
        }
        cached.getDatabase("test")
                .getCollection("notes")
                .find()
                .batchSize(2)
                .cursor()
                .next();
        assertThat(server.openCursors()).isEqualTo(1);
        pool.dissociate(cached);
        assertThat(server.openCursors()).as("the cursor goes on").isEqualTo(1);

        cached.close();

        assertThat(server.openCursors()).isZero();
        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z2 a connection that the container takes back before it is used is asked for once more")
    void aConnectionIsTakenBackAtOnce() throws Exception {
        LazyPool pool = new LazyPool(factory, Personality.WILDFLY.traits(), 1);
        MongoSession cached = sessions(pool).openSession();
        pool.dissociate(cached);
        pool.regret(3);

        insert(cached, 1);

        assertThat(pool.requests()).hasSize(4);
        cached.close();
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z2 a container that takes every connection back is not asked for ever")
    void everyConnectionIsTakenBack() throws Exception {
        LazyPool pool = new LazyPool(factory, Personality.WILDFLY.traits(), 1);
        MongoSession cached = sessions(pool).openSession();
        pool.dissociate(cached);
        pool.regret(Integer.MAX_VALUE);

        assertThatThrownBy(cached::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("set the session aside");
        assertThat(pool.requests()).hasSize(100);
    }

    @Test
    @DisplayName("Z2 where the container gives no connection again, use of the handle says so and close is quiet")
    void inactiveHandleWithoutAWayBackSaysSo() throws Exception {
        FakePool pool = pool(1);
        MongoSession session = sessions(pool).openSession();
        ((MongoManagedConnection) pool.connections().get(0)).dissociateConnections();

        assertThatThrownBy(session::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("set the session aside");
        session.close();
        assertThat(session.isClosed()).isTrue();
    }
}
