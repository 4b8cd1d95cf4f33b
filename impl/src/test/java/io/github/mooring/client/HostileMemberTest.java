package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One member of a replica set says what cannot be, or what is not so: it is told by name, and the others serve. */
@Timeout(300)
class HostileMemberTest {
    private static final String OPTIONS = "&serverMonitoringMode=poll&heartbeatFrequencyMS=500";
    private static final int ROUNDS = 5;

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");

    @TempDir
    Path folder;

    private final RecordingTopologyListener news = new RecordingTopologyListener();

    /** What a secondary says, and what the client says of it; null where it is left out instead. */
    static Stream<Arguments> liesOfASecondary() {
        return Stream.of(
                Arguments.of("hosts of another type", "{hosts: 'a'}", "field 'hosts'"),
                Arguments.of("a host that is none", "{hosts: ['a\\n', 5]}", "field 'hosts'"),
                Arguments.of("a name of another type", "{setName: 5}", "field 'setName'"),
                Arguments.of("a name that moves the cursor", "{setName: 'lab\\u001b[31m'}", "'lab?[31m'"),
                Arguments.of("tags of another type", "{tags: {dc: [1]}}", "field 'tags"),
                Arguments.of("wire versions the wrong way round", "{minWireVersion: 30}", "field 'maxWireVersion'"),
                Arguments.of("more hosts than a set has", "{hosts: [" + hosts(201) + "]}", "at most 200 members"),
                Arguments.of("an enormous list of hosts", "{hosts: [" + hosts(70_000) + "]}", "at most 1048576 bytes"),
                Arguments.of("a name of another set", "{setName: 'other'}", null),
                Arguments.of("an address that is not its own", "{me: 'elsewhere:1'}", null));
    }

    private static String hosts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'h" + i + ".example'").collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("liesOfASecondary")
    void theOthersServeWhateverASecondarySays(String name, String lie, @Nullable String told) {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS);
                MongoSession session = factory.openSession()) {
            awaitAll(session);

            lab.node(2).lie(lie);

            awaitTold(lab.node(2), told);
            assertServes(lab, session);
            lab.node(2).tellTheTruth();
            awaitAll(session);
        }
    }

    /** What the monitor does not read, connections of operations do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {maxBsonObjectSize: -1}              | field 'maxBsonObjectSize'
            {maxMessageSizeBytes: 'x'}           | field 'maxMessageSizeBytes'
            {maxMessageSizeBytes: 2147483647}    | field 'maxMessageSizeBytes'
            {maxWriteBatchSize: 0}               | field 'maxWriteBatchSize'
            {compression: 5}                     | field 'compression'
            {connectionId: 'x'}                  | field 'connectionId'
            """)
    void theOthersServeWhateverASecondarySaysInTheHandshake(String lie, String told) {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS);
                MongoSession session = factory.openSession()) {
            awaitAll(session);

            lab.node(2).lie(lie);
            lab.node(2).network().reset(Scope.all());

            awaitTold(lab.node(2), told);
            assertServes(lab, session);
            lab.node(2).tellTheTruth();
            awaitAll(session);
        }
    }

    /** It belongs to no set, as far as it says, and again each time the primary names it. */
    @ParameterizedTest
    @CsvSource({"setName", "ok"})
    void theOthersServeWhateverASecondaryDoesNotSay(String missing) {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS);
                MongoSession session = factory.openSession()) {
            awaitAll(session);

            lab.node(2).lie("{}", missing);

            awaitTold(lab.node(2), missing.equals("ok") ? "refuses to say how it is" : null);
            assertServes(lab, session);
        }
    }

    /** With the electionId of nobody's election, and members of its own. */
    @ParameterizedTest
    @CsvSource({"isWritablePrimary", "ismaster"})
    void aSecondaryThatSaysItIsThePrimaryIsNotBelieved(String field) {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS);
                MongoSession session = factory.openSession()) {
            awaitAll(session);

            lab.node(2)
                    .lie("{" + field + ": true, secondary: false, hosts: ['elsewhere:1'],"
                            + " electionId: {$oid: '000000000000000000000001'}}");

            assertServes(lab, session);
            assertThat(lab.node(2).server().commandCount("insert")).isZero();
            assertThat(news.changes().toString()).doesNotContain("elsewhere");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {hosts: 5}         | field 'hosts'
            {setVersion: 'x'}  | field 'setVersion'
            """)
    void whoeverNeedsAPrimaryThatCannotBeUnderstoodIsToldWhyAndReadsGoOn(String lie, String told) {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS + "&serverSelectionTimeoutMS=3000");
                MongoSession session = factory.openSession()) {
            awaitAll(session);
            insert(session, -1);

            lab.node(0).lie(lie);
            awaitTold(lab.node(0), told);
            awaitForgotten(session);

            MongoServerSelectionTimeoutException error =
                    catchThrowableOfType(MongoServerSelectionTimeoutException.class, () -> insert(session, 0));
            assertThat(error).hasMessageContaining(lab.node(0).address()).hasMessageContaining(told);
            session.setMode(Mode.SECONDARY);
            var unused = find(session);
            assertThat(lab.node(1).server().commandCount("find")
                            + lab.node(2).server().commandCount("find"))
                    .isEqualTo(1);
        }
    }

    /** As many as the client takes in; nobody is at home there. */
    @Test
    void theMembersServeWhenThePrimaryNamesAsManyAgainAsThereCanBe() {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS);
                MongoSession session = factory.openSession()) {
            awaitAll(session);
            String members =
                    lab.nodes().stream().map(node -> "'" + node.address() + "'").collect(Collectors.joining(","));
            String nobody = IntStream.rangeClosed(1, 197)
                    .mapToObj(port -> ",'127.0.0.1:" + port + "'")
                    .collect(Collectors.joining());

            lab.node(0).lie("{hosts: [" + members + nobody + "]}");

            Eventually.isTrue(
                    "they are asked", () -> news.of(ServerOpening.class).size() == 200);
            assertServes(lab, session);
            lab.node(0).tellTheTruth();
            Eventually.isTrue(
                    "they are forgotten", () -> news.of(ServerClosed.class).size() == 197);
            assertServes(lab, session);
        }
    }

    static Stream<Arguments> certificates() {
        return Stream.of(
                Arguments.of(
                        "expired",
                        AUTHORITY.order("CN=old").names("127.0.0.1").expired().issue(),
                        "expired: subject 'CN=old'"),
                Arguments.of(
                        "self-signed", CertificateAuthority.selfSigned("CN=alone", "127.0.0.1"), "it is self-signed"),
                Arguments.of(
                        "for another host",
                        AUTHORITY.order("CN=other").names("db.example").issue(),
                        "host name mismatch"),
                Arguments.of(
                        "of another authority",
                        CertificateAuthority.create("Other CA").server(),
                        "Other CA"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certificates")
    void theOthersServeWhenAMemberShowsACertificateThatIs(String name, IssuedCertificate shown, String told)
            throws IOException {
        try (Lab lab = Lab.builder()
                        .members(3)
                        .servers(server -> server.tls(ServerTls.with(AUTHORITY.server())))
                        .start();
                MongoSessionFactory factory = dial(lab.uri() + OPTIONS + "&tls=true&tlsCAFile=" + trusted());
                MongoSession session = factory.openSession()) {
            awaitAll(session);

            lab.node(2).server().tls(ServerTls.with(shown));
            lab.node(2).network().reset(Scope.all());

            awaitTold(lab.node(2), told);
            assertServes(lab, session);
            lab.node(2).server().tls(ServerTls.with(AUTHORITY.server()));
            awaitAll(session);
        }
    }

    private MongoSessionFactory dial(String uri) {
        return Mooring.dial(ClientOptions.parse(uri).withTopologyListener(news));
    }

    private Path trusted() throws IOException {
        return Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
    }

    private static void awaitAll(MongoSession session) {
        Eventually.isTrue("all members are known", () -> session.liveServers().size() == 3);
    }

    /** A listener hears of a failed heartbeat before the member is marked as unknown. */
    private static void awaitForgotten(MongoSession session) {
        Eventually.isTrue("one member is unknown", () -> session.liveServers().size() == 2);
    }

    /** Until the client has said so of the member, on one line, or, if nothing is to be said, has left it out. */
    private void awaitTold(LabNode node, @Nullable String told) {
        Eventually.isTrue(
                node + ": " + told + ", in " + news.events().size() + " events",
                () -> told == null ? isLeftOut(node) : errors(node).anyMatch(error -> error.contains(told)));
        assertThat(errors(node))
                .allSatisfy(error -> assertThat(error)
                        .contains(node.address())
                        .hasSizeLessThan(2_000)
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    private boolean isLeftOut(LabNode node) {
        return news.of(ServerClosed.class).stream()
                .anyMatch(closed -> closed.toString().contains(node.address()));
    }

    private Stream<String> errors(LabNode node) {
        Stream<@Nullable String> told = news.of(ServerDescriptionChanged.class).stream()
                .map(ServerDescriptionChanged::newDescription)
                .filter(server -> server.address().toString().equals(node.address()))
                .map(ServerState::error);
        Stream<@Nullable String> heard = news.of(ServerHeartbeatFailed.class).stream()
                .filter(heartbeat -> heartbeat.address().toString().equals(node.address()))
                .map(heartbeat -> heartbeat.failure().getMessage());
        return Stream.concat(told, heard).filter(Objects::nonNull);
    }

    /** Writes, reads from the primary, reads from secondaries; and nobody but the members is asked for anything. */
    private void assertServes(Lab lab, MongoSession session) {
        for (int i = 0; i < ROUNDS; i++) {
            session.setMode(Mode.STRONG);
            insert(session, i);
            assertThat(find(session)).isNotNull();
            session.setMode(Mode.SECONDARY);
            assertThat(find(session)).isNotNull();
        }
        assertThat(session.liveServers().stream().map(Object::toString))
                .contains(lab.node(0).address(), lab.node(1).address())
                .isSubsetOf(lab.nodes().stream().map(LabNode::address).toList());
    }

    private static void insert(MongoSession session, int number) {
        session.getDatabase("app").getCollection("notes").insertOne(new Document("n", number));
    }

    private static @Nullable Document find(MongoSession session) {
        return session.getDatabase("app").getCollection("notes").find().first();
    }
}
