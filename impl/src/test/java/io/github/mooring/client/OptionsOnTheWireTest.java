package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static io.github.mooring.client.ClientFixture.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is configured, looked at where it counts: on the server's side. */
class OptionsOnTheWireTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("F27 the write concern of the connection string is in every write")
    void theWriteConcernOfTheConnectionStringIsInEveryWrite() {
        try (ClientFixture client = ClientFixture.open("w=majority&journal=true&wtimeoutMS=250")) {
            client.notes().insertOne(doc("{_id: 1}"));
            client.notes().insertMany(numbered(2, 4));
            client.notes().updateOne(doc("{_id: 1}"), doc("{$set: {a: 1}}"));
            client.notes().findOneAndUpdate(doc("{_id: 1}"), doc("{$set: {a: 2}}"));
            client.notes().deleteOne(doc("{_id: 1}"));

            for (String command : List.of("insert", "update", "findAndModify", "delete")) {
                assertThat(client.server.requests(command))
                        .isNotEmpty()
                        .allSatisfy(request -> assertThat(new RawBsonDocument(request.commandBytes()).toJson())
                                .contains("\"writeConcern\": {\"w\": \"majority\", \"j\": true, \"wtimeout\": 250}"));
            }
        }
    }

    @Test
    @DisplayName("F27 F28 the read concern of the connection string is in every read")
    void theReadConcernOfTheConnectionStringIsInEveryRead() {
        try (ClientFixture client = ClientFixture.open("readConcernLevel=local")) {
            client.notes().insertOne(doc("{_id: 1}"));
            client.notes().find().first();
            client.notes().aggregate(List.of(doc("{$match: {}}"))).toList();
            client.notes().estimatedDocumentCount();

            for (String command : List.of("find", "aggregate", "count")) {
                assertThat(client.sent(command))
                        .as(command)
                        .containsEntry("readConcern", BsonDocument.parse("{level: 'local'}"));
            }
            assertThat(client.sent("insert")).doesNotContainKey("readConcern");
        }
    }

    @Test
    @DisplayName("F24 what one session is set to changes no other, none that is made later and not the factory's")
    void whatOneSessionIsSetToChangesNoOther() {
        try (ClientFixture client = ClientFixture.open("w=1&readConcernLevel=local");
                MongoSession other = client.factory.openSession()) {
            client.session.setMode(Mode.SECONDARY);
            client.session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);
            client.session.setReadConcern(ReadConcern.MAJORITY);

            try (MongoSession later = client.factory.openSession()) {
                for (MongoSession untouched : List.of(other, later)) {
                    assertThat(untouched.mode()).isEqualTo(Mode.STRONG);
                    assertThat(untouched.writeConcern().w()).isEqualTo("1");
                    assertThat(untouched.readConcern().level()).isEqualTo("local");
                    untouched.getDatabase().getCollection("notes").insertOne(new Document());
                    assertThat(client.sent("insert")).containsEntry("writeConcern", BsonDocument.parse("{w: 1}"));
                }
            }
        }
    }

    @Test
    @DisplayName("F33 F34 N7 two users of one database log in once each, however they alternate")
    void twoUsersOfOneDatabaseLogInOnceEachHoweverTheyAlternate() throws Exception {
        EmbeddedServer server = EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3cret", "admin", new Grant(Role.READ_WRITE, "app"))
                .user("bob", "hush", "admin", new Grant(Role.READ_WRITE, "app"))
                .start();
        try (server;
                MongoSessionFactory factory = Mooring.dial(
                        "mongodb://ann:s3cret@" + server.address() + "/app?authSource=admin&heartbeatFrequencyMS=500");
                MongoSession ann = factory.openSession();
                MongoSession bob = factory.openSession("bob", "hush".toCharArray())) {
            useInTurns(ann, bob);
            long logins = logins(server);
            long pings = factory.statistics().pings();

            Eventually.isTrue(
                    "the monitor has asked again, twice",
                    () -> factory.statistics().pings() >= pings + 2);
            useInTurns(ann, bob);

            assertThat(logins).as("one for each user").isEqualTo(2);
            assertThat(logins(server))
                    .as("neither alternating nor the monitor costs a login")
                    .isEqualTo(logins);
        }
    }

    private static void useInTurns(MongoSession... sessions) {
        for (int i = 0; i < 4; i++) {
            for (MongoSession session : sessions) {
                session.getDatabase().getCollection("notes").insertOne(new Document());
            }
        }
    }

    /** Conversations that were begun: speculatively with the handshake, or by a command of their own. */
    private static long logins(EmbeddedServer server) {
        return server.commandCount("saslStart")
                + server.requests().stream()
                        .filter(request -> request.command().containsKey("speculativeAuthenticate"))
                        .count();
    }

    @Test
    @DisplayName("F34 F35 the monitor asks on a connection of its own that has no user")
    void theMonitorAsksOnAConnectionOfItsOwnThatHasNoUser() throws Exception {
        EmbeddedServer server = EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3cret", "admin", new Grant(Role.READ_WRITE, "app"))
                .start();
        try (server;
                MongoSessionFactory factory =
                        Mooring.dial("mongodb://ann:s3cret@" + server.address() + "/app?authSource=admin");
                MongoSession session = factory.openSession()) {
            session.ping();
            Eventually.isTrue("the first ping", () -> factory.statistics().pings() > 0);

            assertThat(server.connections())
                    .extracting(ConnectionInfo::user)
                    .containsExactlyInAnyOrder("ann@admin", null);
            assertThat(factory.statistics().socketsOpen()).as("pooled sockets").isEqualTo(1);
            assertThat(server.connections().stream().map(ConnectionInfo::user).filter(Objects::nonNull))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("F35 a pool without a free socket does not keep the monitor from asking")
    void aPoolWithoutAFreeSocketDoesNotKeepTheMonitorFromAsking() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&heartbeatFrequencyMS=500")) {
            Future<Duration> holder = occupy(client);
            FactoryStatistics before = client.factory.statistics();

            Eventually.isTrue(
                    "two more pings", () -> client.factory.statistics().pings() >= before.pings() + 2);

            FactoryStatistics after = client.factory.statistics();
            assertThat(after.socketsInUse()).as("all this time").isEqualTo(1);
            assertThat(after.pingsFailed()).isZero();
            assertThat(after.roundTripTime())
                    .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofSeconds(10)));
            client.server.dropConnections();
            assertThat(holder).failsWithin(Duration.ofSeconds(40));
        }
    }

    private Future<Duration> occupy(ClientFixture client) throws InterruptedException {
        client.server.failCommand(
                FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
        Future<Duration> holder = threads.submit(client.session::ping);
        assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                .isTrue();
        return holder;
    }

    @Test
    @DisplayName("F36 more unacknowledged documents than one command takes all land")
    void moreUnacknowledgedDocumentsThanOneCommandTakesAllLand() {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&w=0")) {
            var result = client.notes().insertMany(numbered(0, 100_001));

            assertThat(result.acknowledged()).isFalse();
            assertThat(result.insertedIds()).hasSize(100_001);
            assertThat(client.notes().estimatedDocumentCount()).isEqualTo(100_001);
            assertThat(client.server.commandCount("insert")).isEqualTo(2);
        }
    }
}
