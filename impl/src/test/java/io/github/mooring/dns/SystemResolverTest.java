package io.github.mooring.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.dns.DnsFault;
import io.github.mooring.testkit.dns.DnsRecord;
import io.github.mooring.testkit.dns.DnsResponder;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions to a name server on this machine, by real sockets, well and badly answered. */
class SystemResolverTest {
    private static final String SERVICE = "_mongodb._tcp.cluster.example.com";
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Long enough for an answer of this machine, short enough to wait for in a test. */
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final DnsResponder responder = DnsResponder.start();
    private final AtomicInteger ids = new AtomicInteger(0xfffe);

    @AfterEach
    void close() {
        responder.close();
    }

    private SystemResolver resolver(Duration share, int attempts, InetSocketAddress... servers) {
        return SystemResolver.of(
                new NameServers(List.of(servers), share, attempts), Clock.system(), ids::incrementAndGet);
    }

    private SystemResolver resolver() {
        return resolver(LONG, 1, responder.address());
    }

    private static SrvRecord server(int number) {
        return new SrvRecord("host" + number + ".example.com", 1000 + number, Duration.ofSeconds(60));
    }

    private void addServers(int count) {
        for (int i = 0; i < count; i++) {
            responder.add(DnsRecord.srv(SERVICE, 60, 1000 + i, "Host" + i + ".example.com."));
        }
    }

    @Test
    void serversComeWithPortAndTime() throws IOException {
        addServers(2);

        assertThat(resolver().srv(SERVICE, LONG)).containsExactly(server(0), server(1));
        assertThat(resolver().srv("_MongoDB._TCP.Cluster.Example.Com.", LONG)).hasSize(2);
    }

    @Test
    void textsComeInTheirParts() throws IOException {
        responder.add(DnsRecord.txt("cluster.example.com", 60, "replica", "Set=a"));

        assertThat(resolver().txt("cluster.example.com", LONG))
                .containsExactly(new TxtRecord(List.of("replica", "Set=a")));
    }

    @Test
    void noSuchNameAndNoSuchRecordAreBothNothing() throws IOException {
        responder.add(DnsRecord.txt("cluster.example.com", 60, "text"));

        assertThat(resolver().txt("other.example.com", LONG)).isEmpty();
        assertThat(resolver().srv("cluster.example.com", LONG)).isEmpty();
    }

    @Test
    void whatDoesNotFitADatagramComesByTcp() throws IOException {
        addServers(100);

        assertThat(resolver().srv(SERVICE, LONG)).hasSize(100).contains(server(99));
        assertThat(responder.questions()).containsExactly("UDP SRV " + SERVICE, "TCP SRV " + SERVICE);
    }

    @Test
    void aTruncatedAnswerIsNotBelieved() throws IOException {
        addServers(1);
        responder.misbehave(DnsFault.TRUNCATED);

        assertThat(resolver().srv(SERVICE, LONG)).containsExactly(server(0));
    }

    @Test
    void whatAnswersSomethingElseIsPassedOver() throws IOException {
        addServers(1);
        responder.misbehave(DnsFault.NOISE_FIRST);

        assertThat(resolver().srv(SERVICE, LONG)).containsExactly(server(0));
    }

    @ParameterizedTest
    @CsvSource({
        "SILENCE, true, no answer within 1500 ms",
        "WRONG_ID, true, no answer within 1500 ms; what came answers another question",
        "WRONG_QUESTION, true, no answer within 1500 ms; what came answers another question",
        "GARBAGE, true, no answer within 1500 ms; a datagram of 32 bytes came that",
        "CUT_OFF, false, closed the connection after",
        "SERVER_FAILURE, false, SERVFAIL",
        "REFUSED, false, REFUSED"
    })
    void errorsNameServerQuestionAndReason(DnsFault fault, boolean waits, String reason) {
        addServers(1);
        responder.misbehave(fault);
        Duration share = waits ? SHORT : LONG;

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver(share, 1, responder.address()).srv(SERVICE, LONG))
                .withMessageContaining("SRV records of " + SERVICE)
                .withMessageContaining("127.0.0.1:" + responder.address().getPort() + ": ")
                .withMessageContaining(reason);
    }

    @Test
    void aServerThatIsDownIsNamed() {
        responder.close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver(LONG, 1, responder.address()).srv(SERVICE, LONG))
                .withMessageContaining("127.0.0.1:" + responder.address().getPort());
    }

    @Test
    void theNextServerIsAskedWhenOneFails() throws IOException {
        addServers(1);
        try (DnsResponder sick = DnsResponder.start()) {
            sick.misbehave(DnsFault.SERVER_FAILURE);

            assertThat(resolver(LONG, 1, sick.address(), responder.address()).srv(SERVICE, LONG))
                    .containsExactly(server(0));
            assertThat(sick.questions()).hasSize(1);
        }
    }

    @Test
    void allAreAskedAgainAsOftenAsSaid() {
        responder.misbehave(DnsFault.SERVER_FAILURE);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver(LONG, 3, responder.address()).txt("a.example.com", LONG));
        assertThat(responder.questions()).hasSize(3);
    }

    @Test
    void theCallersTimeEndsItAll() {
        responder.misbehave(DnsFault.SILENCE);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver(LONG, 5, responder.address()).txt("a.example.com", SHORT))
                .withMessageContaining("no answer within 1500 ms");
        Eventually.isTrue("it was asked", () -> !responder.questions().isEmpty());
        assertThat(responder.questions()).hasSize(1);
    }

    @Test
    void aSlowServerIsWaitedFor() throws IOException {
        addServers(1);
        responder.delay(Duration.ofMillis(200));

        assertThat(resolver().srv(SERVICE, LONG)).containsExactly(server(0));
    }

    @Test
    void aSilentTcpServerIsNotWaitedForLongerThanSaid() {
        try (DnsResponder tcpIsSilent = DnsResponder.start()) {
            tcpIsSilent.misbehave(DnsFault.TRUNCATED);
            tcpIsSilent.delay(Duration.ofMillis(1600)); // once within the share, twice not

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> resolver(Duration.ofSeconds(3), 1, tcpIsSilent.address())
                            .srv(SERVICE, LONG))
                    .withMessageContaining("127.0.0.1:" + tcpIsSilent.address().getPort());
            assertThat(tcpIsSilent.questions()).containsExactly("UDP SRV " + SERVICE, "TCP SRV " + SERVICE);
        }
    }

    @Test
    void aliasesAreFollowed() throws IOException {
        addServers(1);
        responder.add(
                DnsRecord.cname("_mongodb._tcp.alias.example.com", 60, "_mongodb._tcp.b.example.com"),
                DnsRecord.cname("_mongodb._tcp.b.example.com", 60, SERVICE));

        assertThat(resolver().srv("_mongodb._tcp.alias.example.com", LONG)).containsExactly(server(0));
    }

    @Test
    void aliasesThatLeadInACircleAreAnError() {
        responder.add(
                DnsRecord.cname("a.example.com", 60, "b.example.com"),
                DnsRecord.cname("b.example.com", 60, "a.example.com"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver().txt("a.example.com", LONG))
                .withMessageContaining("aliases (CNAME) for a.example.com");
    }

    @ParameterizedTest
    @CsvSource({"a..example.com", "größe.example.com", "a b.example.com"})
    void aNameThatCannotBeAskedForIsNobodysFailure(String name) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver().txt(name, LONG))
                .withMessageContaining("'" + name + "'");
        assertThat(responder.questions()).isEmpty();
    }

    @Test
    void namesHaveTheLengthsOfTheProtocol() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver().txt(longest + "a", LONG))
                .withMessageContaining("takes 256 bytes, allowed is 255");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> resolver().txt(label + "a.example.com", LONG))
                .withMessageContaining("64 characters, allowed is 1 to 63");
    }

    @Test
    void theLongestNameIsAskedFor() throws IOException {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        responder.add(DnsRecord.txt(longest, 60, "text"));

        assertThat(resolver().txt(longest, LONG)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENCE", "TRUNCATED"})
    void aWaitEndsAtOnceWhenItIsCancelled(DnsFault fault) throws Exception {
        Cancellation end = new Cancellation();
        responder.misbehave(fault);
        responder.delay(LONG); // of no effect for who is silent
        SystemResolver waiting = SystemResolver.of(
                new NameServers(List.of(responder.address()), LONG, 3), Clock.system(), ids::incrementAndGet, end);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> question = threads.submit(() -> waiting.srv(SERVICE, LONG));
            while (responder.questions().isEmpty()) {
                Thread.onSpinWait();
            }
            end.cancel();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> question.get(40, TimeUnit.SECONDS))
                    .withCauseInstanceOf(InterruptedIOException.class)
                    .withMessageContaining("closed while " + SERVICE + " was asked for");
            assertThat(responder.questions()).hasSize(1);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> waiting.txt("a.example.com", LONG));
            assertThat(responder.questions()).as("later nobody is asked").hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoIsInterruptedAsksNobody() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> resolver().txt("a.example.com", LONG));
            assertThat(responder.questions()).isEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
