package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application notices of a server that refuses because it has too much to do. */
@Timeout(300)
@EngineContract
class OverloadTest {
    private static final String[] LABELS = {"SystemOverloadedError", "RetryableError"};
    private static final int TOO_MUCH = 462;

    private final Lab lab = Lab.start(3);
    private final LabNode primary = lab.primary().orElseThrow();
    private @Nullable MongoSessionFactory factory;

    @AfterEach
    void close() {
        if (factory != null) {
            factory.close();
        }
        lab.close();
    }

    private MongoSession session(String options) {
        factory = Mooring.dial(lab.uri() + "&" + options);
        return Objects.requireNonNull(factory).openSession();
    }

    private static MongoCollection<Document> notes(MongoSession session) {
        return session.getDatabase("app").getCollection("notes");
    }

    private void refuse(FailCommand.Builder fault) {
        primary.failCommand(fault.errorCode(TOO_MUCH).errorLabels(LABELS).build());
    }

    private int sent(String command) {
        return primary.server().requests(command).size();
    }

    private static void assertRefused(Runnable operation) {
        assertThatExceptionOfType(MongoCommandException.class)
                .isThrownBy(operation::run)
                .satisfies(e -> assertThat(e.errorLabels()).contains(LABELS));
    }

    @Test
    void whatIsRefusedIsTriedTwiceMore() {
        refuse(FailCommand.on("find"));

        assertRefused(() -> notes(session("")).find().first());

        assertThat(sent("find")).isEqualTo(3);
    }

    @Test
    void asManyRetriesAreMadeAsTheOptionSays() {
        refuse(FailCommand.on("find"));

        assertRefused(() -> notes(session("maxAdaptiveRetries=1")).find().first());

        assertThat(sent("find")).isEqualTo(2);
    }

    @Test
    void whoWantsNoneHearsOfTheFirstRefusal() {
        refuse(FailCommand.on("find"));

        assertRefused(() -> notes(session("maxAdaptiveRetries=0")).find().first());

        assertThat(sent("find")).isEqualTo(1);
    }

    @Test
    void whateverItIsItIsTriedAgain() {
        MongoSession session = session("");
        notes(session).insertOne(new Document("_id", 1));
        refuse(FailCommand.on("update", "buildInfo", "getMore").times(2));

        notes(session).updateMany(new Document(), new Document("$set", new Document("a", 1)));
        assertThat(sent("update")).isEqualTo(3);

        refuse(FailCommand.on("buildInfo").times(2));
        session.getDatabase("app").runCommand(new Document("buildInfo", 1));
        assertThat(sent("buildInfo")).isEqualTo(3);
    }

    @Test
    void aCursorGoesOnWhereItWas() {
        MongoSession session = session("");
        for (int i = 0; i < 5; i++) {
            notes(session).insertOne(new Document("_id", i));
        }
        refuse(FailCommand.on("getMore").times(1));

        assertThat(notes(session).find().batchSize(2).toList()).hasSize(5);
        assertThat(sent("getMore")).isEqualTo(3);
    }

    @Test
    void anInsertThatIsTriedAgainKeepsItsNumberAndIsDoneOnce() {
        MongoSession session = session("");
        refuse(FailCommand.on("insert").times(2));

        notes(session).insertOne(new Document("_id", 1));

        assertThat(primary.server().requests("insert"))
                .extracting(request -> request.command().get("txnNumber"))
                .hasSize(3)
                .containsOnly(1L);
    }

    @Test
    void aCommandOfOnesOwnIsTriedAgainIfReadsAndWritesBothAre() {
        MongoSession session = session("retryReads=false");
        refuse(FailCommand.on("buildInfo", "find", "update"));

        assertRefused(() -> session.getDatabase("app").runCommand(new Document("buildInfo", 1)));
        assertRefused(() -> notes(session).find().first());
        assertRefused(() -> notes(session).updateMany(new Document(), new Document("$set", new Document("a", 1))));

        assertThat(sent("buildInfo")).isEqualTo(1);
        assertThat(sent("find")).isEqualTo(1);
        assertThat(sent("update")).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("try") // the request has only to last
    void aRequestKeepsItsConnectionAndIsTriedAgainOverIt() {
        MongoSession session = session("");
        try (var request = session.startRequest()) {
            assertThat(notes(session).find().first()).isNull();
            refuse(FailCommand.on("find").times(2));

            assertThat(notes(session).find().first()).isNull();
        }
        assertThat(primary.server().requests("find"))
                .extracting(each -> each.connectionId())
                .hasSize(4)
                .containsOnly(primary.server().requests("find").get(0).connectionId());
    }

    /** A read that prefers it would take a secondary while it is not known. */
    private static void knowThePrimary(MongoSession session) {
        session.getDatabase("app").getCollection("others").insertOne(new Document());
    }

    @Test
    void whoWantsToBeRetargetedGoesToAnotherServer() {
        MongoSession session = session("readPreference=primaryPreferred&enableOverloadRetargeting=true");
        knowThePrimary(session);
        refuse(FailCommand.on("find"));

        assertThat(notes(session).find().first()).isNull();

        assertThat(sent("find")).isEqualTo(1);
    }

    @Test
    void whoDoesNotStaysAtTheServerThatHeWants() {
        MongoSession session = session("readPreference=primaryPreferred");
        knowThePrimary(session);
        refuse(FailCommand.on("find").times(2));

        assertThat(notes(session).find().first()).isNull();

        assertThat(sent("find")).isEqualTo(3);
    }
}
