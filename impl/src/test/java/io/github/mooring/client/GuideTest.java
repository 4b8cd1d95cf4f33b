package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.FindIterable;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommitUnknownException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoTimeoutException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.api.PartialInsert;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.api.UpdateResult;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandSucceeded;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionReady;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code docs/usage.md} shows, carried out; the snippets there are taken from here. */
@Timeout(300)
class GuideTest {
    private final EmbeddedServer server = EmbeddedServer.start();
    private final MongoSessionFactory factory = Mooring.dial(server.uri());
    private MongoSession session;

    /** An order. */
    public record Order(@BsonId ObjectId id, String customer, int quantity, List<String> tags) {}

    @BeforeEach
    void openSession() {
        session = factory.openSession();
    }

    @AfterEach
    void end() {
        session.close();
        factory.close();
        server.close();
    }

    @Test
    void aFactoryIsMadeWithoutIo() {
        MongoSessionFactory factory = Mooring.dial("mongodb://localhost:27017/shop?timeoutMS=5000");
        assertThat(factory.statistics().server()).hasToString("localhost:27017");
        factory.close();
    }

    @Test
    void documentsAreStoredFoundChangedAndDeleted() {
        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");
        notes.insertOne(new Document("text", "hello").append("stars", 3));

        Document note = notes.find(new Document("text", "hello")).first(); // null if there is none

        UpdateResult updated =
                notes.updateOne(new Document("text", "hello"), new Document("$inc", new Document("stars", 1)));
        long changed = updated.modifiedCount();

        Document before =
                notes.findOneAndUpdate(new Document("text", "hello"), new Document("$set", new Document("read", true)));

        long deleted =
                notes.deleteMany(new Document("stars", new Document("$lt", 2))).deletedCount();

        assertThat(note).containsEntry("stars", 3);
        assertThat(changed).isEqualTo(1);
        assertThat(before).containsEntry("stars", 4).doesNotContainKey("read");
        assertThat(deleted).isZero();
    }

    @Test
    void optionsAreChangedFromTheirDefaults() {
        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");

        notes.updateOne(
                new Document("_id", "counter"),
                new Document("$inc", new Document("value", 1)),
                UpdateOptions.DEFAULTS.upsert(true));

        assertThat(notes.find().toList()).containsExactly(new Document("_id", "counter").append("value", 1));
    }

    @Test
    void anIndexIsMadeByACommand() {
        session.getDatabase()
                .runCommand(new Document("createIndexes", "notes")
                        .append(
                                "indexes",
                                List.of(new Document("key", new Document("text", 1))
                                        .append("name", "text_1")
                                        .append("unique", true))));

        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");
        notes.insertOne(new Document("text", "a"));
        assertThatThrownBy(() -> notes.insertOne(new Document("text", "a"))).isInstanceOf(MongoWriteException.class);
    }

    @Test
    void recordsAndCursors() {
        MongoCollection<Order> orders = session.getDatabase().getCollection("orders", Order.class);
        Order order = new Order(new ObjectId(), "ann", 2, List.of("new"));
        orders.insertOne(order);

        Order found = orders.find(new Document("_id", order.id())).first();

        long total = 0;
        FindIterable<Order> question = orders.find(new Document("customer", "ann"))
                .sort(new Document("quantity", -1))
                .limit(1000)
                .batchSize(100);
        List<Order> all = question.toList();
        try (MongoCursor<Order> cursor = question.cursor()) {
            while (cursor.hasNext()) {
                total += cursor.next().quantity();
            }
        }

        assertThat(found).isEqualTo(order);
        assertThat(all).containsExactly(order);
        assertThat(total).isEqualTo(2);
    }

    @Test
    void aDuplicateKeyIsToldFromOtherErrors() {
        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");
        int conflicts = 0;
        boolean retryLater = false;
        for (int i = 0; i < 2; i++) {
            try {
                notes.insertOne(new Document("_id", 1));
            } catch (MongoWriteException e) {
                if (!e.isDuplicateKey()) {
                    throw e;
                }
                conflicts++; // somebody else was first
            } catch (MongoSocketException | MongoTimeoutException e) {
                retryLater = !e.bytesSent(); // otherwise look first whether the document is there
            }
        }

        assertThat(conflicts).isEqualTo(1);
        assertThat(retryLater).isFalse();
    }

    @Test
    void anInsertOfManyTellsHowFarItHadCome() {
        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");
        List<Document> many = new ArrayList<>(ClientFixture.numbered(0, 100_000)); // what one command takes
        many.add(new Document("not a\0name", 1));
        List<Document> rest = List.of();
        try {
            notes.insertMany(many);
        } catch (MongoException e) {
            PartialInsert done = e.partialInsert().orElseThrow(() -> e); // the first command failed
            rest = many.subList(done.settled(), many.size()); // if done.inDoubt(), look first which of them are there
        }

        assertThat(rest).containsExactly(many.get(100_000));
        assertThat(notes.estimatedDocumentCount()).isEqualTo(100_000);
    }

    @Test
    void sessionsComeFromSessions() {
        session.setMode(Mode.MONOTONIC);
        session.selectServers(TagSet.of("dc", "east"), TagSet.ANY); // a member in the east, or else any
        session.setTimeout(Duration.ofSeconds(5));
        session.setBatchSize(200);
        session.ensureWriteConcern(WriteConcern.MAJORITY); // raises, never lowers
        try (MongoSession reader = session.share()) {
            session.getDatabase().getCollection("notes").insertOne(new Document("text", "mine"));
            reader.getDatabase()
                    .getCollection("notes")
                    .find()
                    .first(); // from the primary, so it sees what session wrote
        }

        assertThat(server.requests("insert").get(0).command().toString()).contains("majority");
    }

    @Test
    void aRequestStaysOnOneConnection() {
        long counted;
        try (MongoRequest request = session.startRequest()) {
            MongoCollection<Document> notes = request.getDatabase().getCollection("notes");
            notes.insertOne(new Document("text", "first"));
            counted = notes.countDocuments(new Document());
        }

        assertThat(counted).isEqualTo(1);
    }

    @Test
    void fewSessionsServeMany() {
        MongoSessionPool sessions = factory.sessionPool(SessionPoolOptions.DEFAULTS.maxSessions(4));
        try (MongoSession handle = sessions.session()) {
            handle.getDatabase().getCollection("notes").find().first();
        }
        sessions.close();

        assertThat(sessions.isClosed()).isTrue();
    }

    @Test
    void anOpenSessionChangesItsUser() {
        server.addUser("ann", "s@fe", "admin");
        char[] password = "s@fe".toCharArray();
        session.login("ann", password);
        session.getDatabase().getCollection("notes").insertOne(new Document("text", "mine, too"));
        session.logout();

        assertThat(server.commandCount("saslContinue")).isEqualTo(1);
    }

    @Test
    @DisplayName("N6 another user signs on")
    void anotherUserSignsOn() {
        char[] password = "s@fe".toCharArray();
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("ann", "s@fe", "admin", new Grant(Role.READ_WRITE, "test"))
                        .start();
                MongoSessionFactory factory = Mooring.dial(server.uri())) {
            try (MongoSession session = factory.openSession("ann", password)) {
                session.getDatabase().getCollection("notes").insertOne(new Document("text", "mine"));
            } finally {
                Arrays.fill(password, '\0');
            }

            assertThat(server.commandCount("insert")).isEqualTo(1);
            MongoSession wrong = factory.openSession("ann", "wrong".toCharArray());
            assertThatThrownBy(wrong::ping).isInstanceOf(MongoSecurityException.class);
            wrong.close();
        }
    }

    @Test
    void aTransactionIsStoredAsAWhole() {
        boolean again = false;
        boolean unknown = false;
        try (Lab lab = Lab.start(1);
                MongoSessionFactory factory = Mooring.dial(lab.uri());
                MongoSession session = factory.openSession()) {
            session.getDatabase().getCollection("stock").insertOne(new Document("_id", "nails").append("left", 15));
            int left = session.withTransaction(within -> {
                MongoCollection<Document> stock = within.getDatabase().getCollection("stock");
                Document item = stock.findOneAndUpdate(
                        new Document("_id", "nails").append("left", new Document("$gte", 10)),
                        new Document("$inc", new Document("left", -10)));
                if (item == null) {
                    throw new IllegalStateException("fewer than ten left"); // and nothing is stored
                }
                within.getDatabase()
                        .getCollection("orders")
                        .insertOne(new Document("item", "nails").append("count", 10));
                return item.getInteger("left") - 10;
            });
            session.startTransaction(TransactionOptions.DEFAULTS.writeConcern(WriteConcern.MAJORITY));
            try {
                session.getDatabase().getCollection("orders").insertOne(new Document("item", "screws"));
                session.commitTransaction();
            } catch (MongoTransactionAbortedException e) {
                again = e.hasErrorLabel("TransientTransactionError"); // nothing is stored; the unit may be done again
            } catch (MongoCommitUnknownException e) {
                unknown = true; // look at what is stored before anything is done again
            } finally {
                if (session.hasTransaction()) {
                    session.abortTransaction();
                }
            }
            assertThat(left).isEqualTo(5);
            assertThat(session.getDatabase().getCollection("orders").countDocuments(new Document()))
                    .isEqualTo(2);
        }
        assertThat(again || unknown).isFalse();
    }

    @Test
    void aListenerHearsOfConnections() {
        AtomicInteger opened = new AtomicInteger();
        ConnectionPoolListener listener = new ConnectionPoolListener() {
            @Override
            public void connectionReady(ConnectionReady event) {
                opened.incrementAndGet();
            }

            @Override
            public void connectionCheckOutFailed(ConnectionCheckOutFailed event) {
                System.getLogger("shop").log(Level.WARNING, "no connection: " + event);
            }
        };
        ClientOptions options = ClientOptions.parse(server.uri()).withConnectionPoolListener(listener);
        try (MongoSessionFactory factory = Mooring.dial(options);
                MongoSession session = factory.openSession()) {
            session.ping();
        }

        assertThat(opened).hasValue(1);
    }

    @Test
    void aListenerHearsOfCommands() {
        CommandListener slow = new CommandListener() {
            @Override
            public void commandSucceeded(CommandSucceeded event) {
                if (event.duration().toMillis() > 100) {
                    System.getLogger("shop").log(Level.WARNING, "slow: " + event.call());
                }
            }
        };
        ClientOptions options = ClientOptions.parse(server.uri()).withCommandListener(slow);
        try (MongoSessionFactory factory = Mooring.dial(options);
                MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();
        }
    }

    @Test
    void aListenerHearsOfServers() {
        AtomicBoolean writable = new AtomicBoolean();
        TopologyListener servers = new TopologyListener() {
            @Override
            public void topologyDescriptionChanged(TopologyDescriptionChanged event) {
                writable.set(event.newDescription().hasWritableServer());
            }
        };
        ClientOptions options = ClientOptions.parse(server.uri()).withTopologyListener(servers);
        try (MongoSessionFactory factory = Mooring.dial(options);
                MongoSession session = factory.openSession()) {
            session.ping();
            Eventually.isTrue("a server takes writes", writable::get);
        }
        assertThat(writable).isFalse();
    }

    /** All but the bean, for which there is no container here; spaces and line ends do not count. */
    @Test
    void theSnippetsOfTheGuideStandHere() throws IOException {
        Path root = SpecificationCases.projectRoot();
        String guide = Files.readString(root.resolve("docs/usage.md"));
        String here = withoutSpaces(
                Files.readString(root.resolve("impl/src/test/java/io/github/mooring/client/GuideTest.java")));
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(snippet -> !snippet.contains("@Stateless"))
                .toList();

        assertThat(snippets).hasSizeGreaterThan(5);
        assertThat(snippets).allSatisfy(snippet -> assertThat(here).contains(withoutSpaces(snippet)));
    }

    @Test
    void everyExceptionThatCanBeCaughtStandsInTheGuide() throws IOException {
        String guide = Files.readString(SpecificationCases.projectRoot().resolve("docs/usage.md"));

        assertThat(finalSubclasses(MongoException.class).map(Class::getSimpleName))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }

    private static Stream<Class<?>> finalSubclasses(Class<?> type) {
        return Modifier.isFinal(type.getModifiers())
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(GuideTest::finalSubclasses);
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s", "");
    }
}
