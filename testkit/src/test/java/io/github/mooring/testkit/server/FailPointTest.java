package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults by command and by the server's own controls. */
@Timeout(300)
class FailPointTest {
    private final DriverSession session = new DriverSession();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        session.close();
    }

    @Test
    void anErrorWithLabelsStrikesAsOftenAsOrdered() {
        admin("{configureFailPoint: 'failCommand', mode: {times: 2}, data: {failCommands: ['insert'], errorCode: 50, "
                + "errorLabels: ['Custom']}}");

        for (int i = 0; i < 2; i++) {
            MongoException failure = catchThrowableOfType(MongoException.class, this::insert);
            assertThat(failure.getCode()).isEqualTo(50);
            assertThat(failure.hasErrorLabel("Custom")).isTrue();
        }
        insert();

        assertThat(session.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void aRetryableReadIsRetriedByTheDriver() {
        session.server.failCommand(FailCommand.on("find").times(1).errorCode(91).build());

        assertThat(session.collection().find().first()).isNull();

        assertThat(session.server.commandCount("find")).isEqualTo(2);
    }

    @Test
    void aReadIsNotRetriedWhereThatIsOff() {
        session.server.failCommand(FailCommand.on("find").times(1).errorCode(91).build());
        try (MongoClient client = DriverSession.client(session.server.uri() + "?retryReads=false")) {
            MongoException failure = catchThrowableOfType(
                    MongoException.class,
                    () -> client.getDatabase("honest")
                            .getCollection("things")
                            .find()
                            .first());

            assertThat(failure.getCode()).isEqualTo(91);
            assertThat(session.server.commandCount("find")).isEqualTo(1);
        }
    }

    @Test
    void closesTheConnectionInsteadOfAnswering() {
        insert();
        session.server.failCommand(
                FailCommand.on("insert").times(1).closeConnection().build());

        assertThatThrownBy(this::insert).isInstanceOf(MongoSocketException.class);

        insert();
        assertThat(session.collection().countDocuments()).isEqualTo(2);
    }

    @Test
    void skipsThenStrikes() {
        admin("{configureFailPoint: 'failCommand', mode: {skip: 1}, data: {failCommands: ['insert'], errorCode: 50}}");

        insert();
        assertThatThrownBy(this::insert).isInstanceOf(MongoException.class);
        admin("{configureFailPoint: 'failCommand', mode: 'off'}");
        insert();
    }

    @Test
    void addsAWriteConcernErrorToAWriteThatLands() {
        session.server.failCommand(FailCommand.on("insert")
                .times(1)
                .writeConcernError(64, "waiting for replication timed out")
                .build());

        MongoWriteConcernException failure = catchThrowableOfType(MongoWriteConcernException.class, this::insert);

        assertThat(failure.getWriteConcernError().getCode()).isEqualTo(64);
        assertThat(session.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void strikesOnlyTheNamedApplicationFromItsFirstHelloOn() {
        session.server.failCommand(
                FailCommand.on("ping").errorCode(50).appName("victim").build());
        try (MongoClient victim = DriverSession.client(session.server.uri() + "?appName=victim")) {
            assertThatThrownBy(() -> victim.getDatabase("admin").runCommand(new Document("ping", 1)))
                    .isInstanceOf(MongoException.class);
            assertThat(session.database().runCommand(new Document("ping", 1))).containsEntry("ok", 1.0);
        }
    }

    @Test
    void strikesOnlyTheNamedCollection() {
        admin("{configureFailPoint: 'failCommand', mode: 'alwaysOn', data: {failCommands: ['insert', 'getMore'], "
                + "errorCode: 50, namespace: 'honest.things'}}");

        session.database().getCollection("others").insertOne(new Document());

        assertThatThrownBy(this::insert).isInstanceOf(MongoException.class);
    }

    @Test
    void labelsAWriteConcernError() {
        admin("{configureFailPoint: 'failCommand', mode: {times: 1}, data: {failCommands: ['insert'], "
                + "errorLabels: ['Custom'], writeConcernError: {code: 91, errmsg: 'going down'}}}");

        MongoException failure = catchThrowableOfType(MongoException.class, this::insert);

        assertThat(failure.hasErrorLabel("Custom")).isTrue();
    }

    @Test
    void aBlockedCommandDoesNotHoldUpOthersAndEndsWithTheServer() throws Exception {
        session.server.failCommand(
                FailCommand.on("find").block(Duration.ofHours(1)).build());
        // a retry would only wait for a server that has gone
        try (MongoClient patient = DriverSession.client(session.server.uri() + "?retryReads=false")) {
            Future<?> blocked = threads.submit(() ->
                    patient.getDatabase("honest").getCollection("things").find().first());
            assertThat(session.server.awaitCommand("find", 1, DriverSession.PATIENCE))
                    .isTrue();

            insert();
            session.server.close();

            assertThatThrownBy(() -> blocked.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoException.class);
        }
    }

    @Test
    void refusesFaultsThatItDoesNotKnow() {
        for (String command : new String[] {
            "{configureFailPoint: 'other', mode: 'off'}",
            "{configureFailPoint: 'failCommand', mode: 'sometimes', data: {failCommands: ['x']}}",
            "{configureFailPoint: 'failCommand', mode: 'alwaysOn'}",
            "{configureFailPoint: 'failCommand', mode: 'alwaysOn', data: {failCommands: ['x'], errorCodee: 1}}",
        }) {
            assertThatThrownBy(() -> admin(command)).as(command).isInstanceOf(MongoCommandException.class);
        }
    }

    private void insert() {
        session.collection().insertOne(new Document());
    }

    private void admin(String json) {
        session.client.getDatabase("admin").runCommand(Document.parse(json));
    }
}
