package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.topology.SrvRecords;
import io.github.mooring.topology.TopologyDescription;
import io.github.mooring.topology.TopologySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that change, and what becomes of the servers; the numbers are those of the prose tests of the specification. */
class SrvPollTest {
    private static final String QUERY = "_mongodb._tcp.test1.test.build.10gen.cc";
    private static final String LOCALHOST = "localhost.test.build.10gen.cc";
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final MemoryDns dns = new MemoryDns();
    private final SrvPoll poll =
            new SrvPoll(new Seeds.SrvName("test1.test.build.10gen.cc", "mongodb", 0), dns, HEARTBEAT);

    private void answer(int... ports) {
        dns.clear();
        for (int port : ports) {
            dns.server(QUERY, port, LOCALHOST + ".", Duration.ofDays(1));
        }
    }

    private static List<ServerAddress> localhost(int... ports) {
        return IntStream.of(ports)
                .mapToObj(port -> new ServerAddress(LOCALHOST, port))
                .toList();
    }

    /** The servers that a topology has after a look-up, if it had those of 27017 and 27018 before. */
    private List<ServerAddress> after(int srvMaxHosts) {
        TopologyDescription before =
                TopologyDescription.start(new TopologySettings(localhost(27017, 27018), null, false, false, HEARTBEAT));
        List<ServerAddress> hosts = poll.ask(Deadline.never()).hosts();
        return SrvRecords.update(before, hosts, srvMaxHosts, bound -> 0).servers().stream()
                .map(server -> server.address())
                .toList();
    }

    @Test
    void prose1to5HostsComeAndGo() {
        answer(27017, 27018, 27019);
        assertThat(after(0)).isEqualTo(localhost(27017, 27018, 27019));
        answer(27017);
        assertThat(after(0)).isEqualTo(localhost(27017));
        answer(27017, 27019);
        assertThat(after(0)).isEqualTo(localhost(27017, 27019));
        answer(27019);
        assertThat(after(0)).isEqualTo(localhost(27019));
        answer(27019, 27020);
        assertThat(after(0)).isEqualTo(localhost(27019, 27020));
    }

    @Test
    void prose6to8WithoutAnAnswerNothingChanges() {
        dns.fail(new IOException("127.0.0.1:53: no answer within 5000 ms"));
        assertThat(after(0)).isEqualTo(localhost(27017, 27018));
        dns.clear();
        assertThat(after(0)).isEqualTo(localhost(27017, 27018));
    }

    @Test
    void prose10to12SrvMaxHostsBoundsWhatIsAdded() {
        answer(27017, 27019, 27020);
        assertThat(after(0)).isEqualTo(localhost(27017, 27019, 27020));
        answer(27019, 27020);
        assertThat(after(2)).isEqualTo(localhost(27019, 27020));
        answer(27017, 27019, 27020);
        assertThat(after(2)).hasSize(2).contains(new ServerAddress(LOCALHOST, 27017));
    }

    @Test
    void prose13AnotherServiceIsAskedForByItsName() {
        dns.server("_customname._tcp.test22.test.build.10gen.cc", 27019, LOCALHOST);
        SrvPoll custom = new SrvPoll(new Seeds.SrvName("test22.test.build.10gen.cc", "customname", 0), dns, HEARTBEAT);

        assertThat(custom.ask(Deadline.never()).hosts()).isEqualTo(localhost(27019));
    }

    @Test
    void theNextLookUpIsWhenTheFirstRecordEndsButNotWithinAMinute() {
        answer(27017);
        assertThat(poll.ask(Deadline.never()).interval()).isEqualTo(Duration.ofDays(1));
        dns.server(QUERY, 27018, LOCALHOST, Duration.ofSeconds(61));
        assertThat(poll.ask(Deadline.never()).interval()).isEqualTo(Duration.ofSeconds(61));
        dns.server(QUERY, 27019, LOCALHOST, Duration.ZERO);
        assertThat(poll.ask(Deadline.never()).interval()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void withoutAUsableRecordTheNextLookUpIsWithTheNextHeartbeat() {
        SrvPoll.Outcome none = poll.ask(Deadline.never());
        assertThat(none.interval()).isEqualTo(HEARTBEAT);
        assertThat(none.troubles()).singleElement().asString().contains("no SRV record " + QUERY);

        dns.server(QUERY, 27017, "localhost.evil.build.10gen.cc", Duration.ofDays(1));
        SrvPoll.Outcome outside = poll.ask(Deadline.never());
        assertThat(outside.hosts()).isEmpty();
        assertThat(outside.interval()).isEqualTo(HEARTBEAT);
    }

    @Test
    void aHostOutsideOfTheDomainIsLeftOutAndTheOthersCount() {
        answer(27017);
        dns.server(QUERY, 27018, "localhost.evil.build.10gen.cc", Duration.ofDays(1));

        SrvPoll.Outcome outcome = poll.ask(Deadline.never());
        assertThat(outcome.hosts()).isEqualTo(localhost(27017));
        assertThat(outcome.interval()).isEqualTo(Duration.ofDays(1));
        assertThat(outcome.troubles())
                .singleElement()
                .asString()
                .contains("left out", "localhost.evil.build.10gen.cc", "test.build.10gen.cc");
    }

    @Test
    void whatIsAmissIsLoggedOnceAndAgainWhenItHasChanged() {
        List<String> logged = new ArrayList<>();
        Handler handler = new Listening(logged);
        Logger logger = Logger.getLogger(SrvPoll.class.getName());
        logger.addHandler(handler);
        try {
            poll.ask(Deadline.never());
            poll.ask(Deadline.never());
            assertThat(logged).hasSize(1);
            answer(27017);
            poll.ask(Deadline.never());
            dns.clear();
            poll.ask(Deadline.never());
            assertThat(logged).hasSize(2).allMatch(text -> text.contains("mongodb+srv://test1.test.build.10gen.cc: "));
        } finally {
            logger.removeHandler(handler);
        }
    }

    /** Keeps what is logged. */
    private static final class Listening extends Handler {
        private final List<String> logged;

        Listening(List<String> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
