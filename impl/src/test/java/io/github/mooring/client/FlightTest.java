package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.notice.Flight;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.lang.management.ManagementFactory;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Flight Recorder hears. */
@Timeout(300)
class FlightTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String SECRET = "s3ntinel";

    private static String address(EmbeddedServer server) {
        return server.address().toString();
    }

    @Test
    void aCommandIsTimedAndWeighedAndItsContentsAreNotTold() {
        List<RecordedEvent> all;
        EmbeddedServer server;
        try (ClientFixture client = ClientFixture.open();
                FlightRecording recording = FlightRecording.start()) {
            server = client.server;
            client.notes().insertOne(new Document("word", SECRET));
            assertThat(client.notes().find(new Document("word", SECRET)).first())
                    .isNotNull();
            assertThatThrownBy(() -> client.session.getDatabase().runCommand(new Document(SECRET, 1)))
                    .isInstanceOf(MongoCommandException.class);
            all = recording.stop();
        }

        RecordedEvent find = named(all, "find");
        assertThat(find.getString("database")).isEqualTo("app");
        assertThat(find.getString("server")).isEqualTo(address(server));
        assertThat(find.getString("outcome")).isEqualTo("ok");
        assertThat(find.getLong("connectionId")).isEqualTo(1);
        assertThat(find.getInt("requestBytes")).isBetween(50, 1000);
        assertThat(find.getInt("replyBytes")).isBetween(50, 1000);
        assertThat(find.getDuration()).isPositive();
        RecordedEvent refused = named(all, SECRET); // the name of a command is told, and this one was named so
        assertThat(refused.getString("outcome")).isEqualTo("MongoCommandException");
        assertThat(refused.getInt("code")).isEqualTo(59);
        assertThat(named(all, "insert") + " " + find).doesNotContain(SECRET);
    }

    private static RecordedEvent named(List<RecordedEvent> all, String command) {
        List<RecordedEvent> found = FlightRecording.of(all, "Command").stream()
                .filter(event -> command.equals(event.getString("name")))
                .toList();
        assertThat(found).as(command).hasSize(1);
        return found.get(0);
    }

    @Test
    void connectionsAndWaitsForThemAreTold() {
        try (FlightRecording recording = FlightRecording.start();
                EmbeddedServer server = EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("ann", SECRET, "admin", new Grant(Role.ROOT, "admin"))
                        .start()) {
            try (MongoSessionFactory factory = Mooring.dial("mongodb://ann:" + SECRET + "@" + address(server));
                    MongoSession session = factory.openSession();
                    MongoSession wrong = factory.openSession("ann", "wrong".toCharArray())) {
                assertThat(session.ping()).isPositive();
                assertThatThrownBy(wrong::ping).isInstanceOf(MongoException.class);
            }
            List<RecordedEvent> all = recording.stop();

            List<RecordedEvent> opened = FlightRecording.of(all, "ConnectionOpened");
            assertThat(opened).extracting(event -> event.getString("outcome")).contains("ok", "MongoSecurityException");
            assertThat(opened).extracting(event -> event.getString("user")).containsOnly("ann@admin");
            List<RecordedEvent> checkOuts = FlightRecording.of(all, "CheckOut");
            assertThat(checkOuts)
                    .extracting(event -> event.getString("outcome"))
                    .contains("ok", "MongoSecurityException");
            assertThat(checkOuts.get(0).getLong("connectionId")).isEqualTo(1);
            assertThat(checkOuts.get(0).getString("server")).isEqualTo(address(server));
            assertThat(FlightRecording.of(all, "ConnectionClosed"))
                    .extracting(event -> event.getString("reason"))
                    .contains("poolClosed", "error");
            assertThat(all.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void serversAndHeartbeatsAreTold() {
        try (FlightRecording recording = FlightRecording.start();
                ClientFixture client = ClientFixture.open("heartbeatFrequencyMS=500")) {
            assertThat(client.session.ping()).isPositive();
            client.server.failCommand(
                    FailCommand.on("hello").times(1).closeConnection().build());
            Eventually.isTrue(
                    "a heartbeat fails", () -> client.factory.statistics().pingsFailed() > 0);
            Eventually.isTrue(
                    "the server answers again",
                    () -> client.factory.statistics().lastError() == null);
            List<RecordedEvent> all = recording.stop();

            assertThat(FlightRecording.of(all, "Hello"))
                    .filteredOn(event -> address(client.server).equals(event.getString("server")))
                    .extracting(event -> event.getString("outcome"))
                    .contains("ok", "MongoSocketException");
            assertThat(FlightRecording.of(all, "TopologyChange"))
                    .extracting(event -> event.getString("current"))
                    .anySatisfy(text -> assertThat(text).contains(address(client.server), "STANDALONE"));
        }
    }

    /** Whatever was recorded before: the events are changed back when the last recording ends. */
    @Test
    void nothingIsAllocatedWhereNothingIsRecorded() {
        try (FlightRecording recording = FlightRecording.start()) {
            assertThat(Flight.command()).isNotNull();
            assertThat(recording.stop()).isNotNull();
        }

        assertThat(Flight.isPossible()).isTrue();
        assertThat(leastAllocated()).isZero();
    }

    /** Of many rounds, since what is done once for all counts in the first. */
    private static long leastAllocated() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            boolean any = false;
            for (int i = 0; i < 1000; i++) {
                any |= Flight.command() != null || Flight.checkOut() != null || Flight.opening() != null;
                any |= Flight.hello() != null || Flight.closed() != null || Flight.change() != null;
            }
            long after = THREADS.getCurrentThreadAllocatedBytes();
            assertThat(any).isFalse();
            least = Math.min(least, after - before);
        }
        return least;
    }
}
