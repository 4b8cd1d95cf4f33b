package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A client of two mongos behind a load balancer. After each test nothing may be in use, here or there. */
@Timeout(300)
abstract class BalancedFixture {
    final Lab lab = Lab.builder().routers(2).balanced().start();
    RecordingPoolListener heard = new RecordingPoolListener();
    MongoSessionFactory factory = dial("");
    MongoSession session = factory.openSession();

    final MongoSessionFactory dial(String options) {
        return Mooring.dial(ClientOptions.parse(lab.uri() + options).withConnectionPoolListener(heard));
    }

    final void dialWith(String options) {
        session.close();
        factory.close();
        heard = new RecordingPoolListener();
        factory = dial(options);
        session = factory.openSession();
    }

    @AfterEach
    final void nothingIsLeft() {
        ClientFixture.awaitSettled(factory);
        session.close();
        factory.close();
        for (LabNode node : lab.nodes()) {
            assertThat(node.server().openCursors()).as("cursors of %s", node).isZero();
        }
        lab.close();
    }

    final MongoCollection<Document> notes() {
        return session.getDatabase("app").getCollection("notes");
    }

    final void store(int count) {
        notes().insertMany(IntStream.range(0, count)
                .mapToObj(i -> new Document("_id", i))
                .toList());
    }

    /** A cursor with more to come. */
    final MongoCursor<Document> open() {
        return notes().find().batchSize(2).cursor();
    }

    final int inUse() {
        return factory.statistics().socketsInUse();
    }

    /** Those that all mongos have got. */
    final List<RecordedRequest> sent(String command) {
        return lab.nodes().stream()
                .flatMap(node -> node.server().requests(command).stream())
                .toList();
    }

    final void failOn(FailCommand fault) {
        lab.nodes().forEach(node -> node.failCommand(fault));
    }

    final List<ConnectionPoolCleared> clears() {
        return heard.of(ConnectionPoolCleared.class);
    }

    final <E extends ConnectionPoolEvent> int count(Class<E> kind) {
        return heard.of(kind).size();
    }

    /** So that each mongos has been connected to, and its connection is idle. */
    final void connectToBoth() {
        try (MongoCursor<Document> one = open();
                MongoCursor<Document> other = open()) {
            assertThat(List.of(one.next(), other.next())).hasSize(2);
        }
        assertThat(inUse()).isZero();
    }
}
