package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sessions from which IronJacamar takes the managed connection, because its pool has no other to give. */
class LazyAssociationTest extends MongoFixture {
    LazyAssociationTest() {
        super(Container.start());
    }

    @Test
    @DisplayName(
            "Z1 Z2 a full pool takes the managed connection of an open session, which asks for one at its next use")
    void aFullPoolTakesWhatDoesNothing() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(1).open();
        MongoSession cached = sessions(pool).openSession();
        cached.setMode(Mode.NEAREST);
        insert(cached, 1);

        try (MongoSession next = sessions(pool).openSession()) {
            insert(next, 2);
            assertThat(pool.inUse()).isEqualTo(1);
            assertThat(cached.isClosed()).isFalse();
            assertThat(cached.mode()).isEqualTo(Mode.NEAREST);
        }

        insert(cached, 3);
        assertThat(cached.mode()).isEqualTo(Mode.NEAREST);
        assertThat(count(cached)).isEqualTo(3);
        cached.close();
        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.destroyed()).isZero();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName("Z2 H8 sessions that take turns on one managed connection keep their cursors and settings")
    void sessionsTakeTurns() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(1).open();
        try (MongoSession first = sessions(pool).openSession();
                MongoSession second = sessions(pool).openSession()) {
            for (int id = 0; id < 6; id++) {
                insert(id % 2 == 0 ? first : second, id);
            }
            int read = 0;
            try (MongoCursor<Document> cursor = first.getDatabase()
                    .getCollection("notes")
                    .find()
                    .batchSize(2)
                    .cursor()) {
                while (cursor.hasNext()) {
                    cursor.next();
                    read++;
                    assertThat(count(second)).isEqualTo(6);
                }
            }
            assertThat(read).isEqualTo(6);
        }
        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.inUse()).isZero();
        assertThat(server.openCursors()).isZero();
    }

    @Test
    @DisplayName("Z3 Z4 a session that was set aside can be closed, and takes nothing from the pool for it")
    void anInactiveSessionIsClosed() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(1).open();
        MongoSession cached = sessions(pool).openSession();
        try (MongoSession next = sessions(pool).openSession()) {
            insert(next, 1);
            cached.close();
            cached.close();
            insert(next, 2);
        }

        assertThat(cached.isClosed()).isTrue();
        assertThatThrownBy(cached::ping).isInstanceOf(MongoClosedException.class);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.created()).isEqualTo(1);
    }

    @Test
    @DisplayName("Z2 S6 a session that was set aside comes back as the user that it was opened for")
    void anInactiveSessionKeepsItsUser() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(1).byUser().open();
        try (MongoSession alice = sessions(pool).openSession("alice", "wonder".toCharArray());
                MongoSession again = sessions(pool).openSession("alice", "wonder".toCharArray())) {
            insert(alice, 1);
            insert(again, 2);
            insert(alice, 3);
        }
        Set<Integer> used = server.requests("insert").stream()
                .map(RecordedRequest::connectionId)
                .collect(Collectors.toSet());
        assertThat(server.connections().stream().filter(connection -> used.contains(connection.id())))
                .isNotEmpty()
                .allMatch(connection -> "alice@admin".equals(connection.user()));
        assertThat(pool.inUse()).isZero();
    }
}
