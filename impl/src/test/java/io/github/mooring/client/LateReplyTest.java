package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Access;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandReply;
import io.github.mooring.operation.CommandWriter;
import io.github.mooring.operation.EstimatedCount;
import io.github.mooring.pool.Budget;
import io.github.mooring.session.Bond;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.scripted.Damage;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.scripted.ScriptedServer;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection on which a reply is owed that nobody waits for any more. Servers are scripted, tasks run when told to. */
@Timeout(300)
class LateReplyTest {
    private static final Identity NOBODY = Identity.anonymous();
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ManualTaskRunner tasks = new ManualTaskRunner();
    private final Budget budget = Budget.of(2, Clock.system());
    private final Gate gate = new Gate();
    private ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        assertThat(budget.stats().inUse()).as("permits of the budget").isZero();
        assertThat(budget.stats().waiting()).isZero();
    }

    /** The first connection is the monitor's. */
    private Deployment open(String uriOptions, Script... pooled) {
        server.close();
        List<Script> scripts = new ArrayList<>(List.of(Script.monitored()));
        scripts.addAll(List.of(pooled));
        server = ScriptedServer.start(scripts.toArray(Script[]::new));
        ClientOptions options = ClientOptions.parse("mongodb://" + server.address() + "/?" + uriOptions);
        Deployment deployment = Deployment.open(options, Clock.system(), tasks, budget);
        opened.add(deployment);
        return deployment;
    }

    /** A connection is open and idle: from here on a short time is long enough to send something. */
    private Deployment openWarm(String uriOptions, Script... scripts) {
        Deployment deployment = open(uriOptions, scripts);
        assertThat(count(deployment, false, LONG)).isZero();
        return deployment;
    }

    private static Script warm() {
        return Script.handshake().expect("count").reply("{ok: 1, n: 0}").expect("count");
    }

    /** Answers its second count late, and goes on in the ordinary way. */
    private Script late(int first, int... more) {
        Script script = warm().pauseAt(gate).reply("{ok: 1, n: " + first + "}");
        for (int n : more) {
            script = script.expect("count").reply("{ok: 1, n: " + n + "}");
        }
        return script;
    }

    private static Script prompt(int n) {
        return Script.handshake().expect("count").reply("{ok: 1, n: " + n + "}").expectEnd();
    }

    private static SessionSettings within(Duration timeout) {
        return ClientOptions.parse("mongodb://h").sessionSettings().withTimeout(timeout);
    }

    private static long count(Deployment deployment, boolean shares, Duration timeout) {
        return deployment.execute(new Count(shares), SessionCall.of(NOBODY, within(timeout)));
    }

    private Future<Long> counting(Deployment deployment, boolean shares, Duration timeout) {
        return threads.submit(() -> count(deployment, shares, timeout));
    }

    private void timeOut(Deployment deployment, boolean shares) {
        assertThatThrownBy(() -> count(deployment, shares, SHORT)).isInstanceOf(MongoOperationTimeoutException.class);
    }

    private static void assertTimesOut(Future<?> call) {
        assertThatThrownBy(() -> call.get(40, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MongoOperationTimeoutException.class);
    }

    /** Looks again and again, as the task would. */
    private void lookUntilNothingIsInUse(Deployment deployment) {
        Eventually.isTrue("what was kept aside is back", () -> {
            tasks.run("late-replies");
            return deployment.sockets().inUse() == 0;
        });
    }

    private void awaitWaiting(Deployment deployment) {
        Eventually.isTrue("somebody waits", () -> deployment.sockets().waiting() == 1);
    }

    private void letTheReplyCome(Deployment deployment) {
        gate.open();
        Eventually.isTrue("the reply has come and was served", () -> {
            tasks.run("late-replies");
            return deployment.sockets().waiting() == 0;
        });
    }

    @Test
    void itIsLookedAtFiveTimesASecond() {
        open("");

        assertThat(tasks.periods()).containsEntry("late-replies", Duration.ofMillis(200));
    }

    @Test
    void nobodyGetsTheConnectionUntilTheReplyHasComeAndThenItIsTheSameOne() throws Exception {
        Deployment deployment =
                openWarm("maxPoolSize=1&connectionSharing=never", late(1, 2, 3).expectEnd());
        timeOut(deployment, false);
        assertThat(deployment.sockets().inUse()).isEqualTo(1);
        Future<Long> next = counting(deployment, false, LONG);
        awaitWaiting(deployment);
        tasks.run("late-replies");
        assertThat(next.isDone()).isFalse();
        assertThat(server.received())
                .filteredOn(request -> request.commandName().equals("count"))
                .hasSize(2);

        letTheReplyCome(deployment);

        assertThat(next.get(40, TimeUnit.SECONDS)).as("its own reply").isEqualTo(2);
        assertThat(count(deployment, false, LONG)).isEqualTo(3);
        assertThat(deployment.socketsOpened()).isEqualTo(1);
        assertThat(deployment.sockets().idle()).isEqualTo(1);
        assertThat(budget.stats().inUse()).isEqualTo(1);
    }

    @Test
    void whoNeedsAConnectionMeanwhileOpensAnotherWhereThatIsAllowed() {
        Deployment deployment = openWarm("maxPoolSize=2", late(1), prompt(2));
        timeOut(deployment, true);

        assertThat(count(deployment, true, LONG)).isEqualTo(2);

        assertThat(deployment.socketsOpened()).isEqualTo(2);
        gate.open();
        lookUntilNothingIsInUse(deployment);
        assertThat(deployment.sockets().idle()).isEqualTo(2);
        assertThat(budget.stats().inUse()).isEqualTo(2);
    }

    @Test
    void whoGivesUpOnASharedConnectionCostsTheOthersNothing() throws Exception {
        Deployment deployment =
                openWarm("maxPoolSize=1&connectionSharing=always", late(1, 2, 3).expectEnd());
        Future<Long> patient;
        Future<Long> hasty = counting(deployment, true, Duration.ofSeconds(3));
        gate.awaitArrivals(1);
        patient = counting(deployment, true, LONG);
        Eventually.isTrue("they share", () -> deployment.sockets().leases() == 2);
        assertTimesOut(hasty);
        Eventually.isTrue("it has left", () -> deployment.sockets().leases() == 1);

        gate.open();

        assertThat(patient.get(40, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(deployment.sockets().idle()).as("nothing is owed any more").isEqualTo(1);
        assertThat(count(deployment, true, LONG)).isEqualTo(3);
        assertThat(deployment.socketsOpened()).isEqualTo(1);
    }

    @Test
    void theLastOfThoseWhoGiveUpOnASharedConnectionKeepsItFromNewcomers() throws Exception {
        Deployment deployment =
                openWarm("maxPoolSize=1&connectionSharing=always", late(1, 2, 3).expectEnd());
        Future<Long> first = counting(deployment, true, Duration.ofSeconds(3));
        gate.awaitArrivals(1);
        Future<Long> second = counting(deployment, true, Duration.ofSeconds(3));
        Eventually.isTrue("they share", () -> deployment.sockets().leases() == 2);
        assertTimesOut(first);
        assertTimesOut(second);
        Future<Long> next = counting(deployment, true, LONG);
        awaitWaiting(deployment);
        assertThat(next.isDone()).isFalse();

        letTheReplyCome(deployment);

        assertThat(next.get(40, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(deployment.socketsOpened()).isEqualTo(1);
        assertThat(deployment.sockets().idle()).isEqualTo(1);
    }

    @Test
    void halfAReplyIsNotYetTheReply() throws Exception {
        Gate between = new Gate();
        Deployment deployment = openWarm(
                "maxPoolSize=1",
                warm().pauseAt(gate)
                        .replyInTwoParts("{ok: 1, n: 1}", 20, between)
                        .expect("count")
                        .reply("{ok: 1, n: 2}")
                        .expectEnd());
        timeOut(deployment, true);
        gate.open();
        between.awaitArrivals(1);
        tasks.run("late-replies");
        tasks.run("late-replies");
        assertThat(deployment.sockets().inUse()).isEqualTo(1);

        between.open();

        lookUntilNothingIsInUse(deployment);
        assertThat(count(deployment, true, LONG)).isEqualTo(2);
    }

    @Test
    void aLateReplyThatMakesNoSenseCostsTheConnectionAndNobodyAnError() throws Exception {
        Deployment deployment = openWarm(
                "maxPoolSize=1",
                warm().pauseAt(gate)
                        .replyDamaged("{ok: 1, n: 1}", Damage.responseTo(4711))
                        .expectEnd(),
                prompt(2));
        timeOut(deployment, true);
        Future<Long> next = counting(deployment, true, LONG);
        awaitWaiting(deployment);

        letTheReplyCome(deployment);

        assertThat(next.get(40, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(deployment.socketsOpened()).isEqualTo(2);
        assertThat(budget.stats().inUse()).isEqualTo(1);
    }

    @Test
    void aServerInDoubtCostsWhatIsKeptAsideAtOnce() {
        Deployment deployment = openWarm(
                "maxPoolSize=2", late(1), Script.handshake().expect("count").close(), Script.monitored());
        timeOut(deployment, true);

        assertThatThrownBy(() -> count(deployment, true, LONG)).isInstanceOf(MongoSocketException.class);

        assertThat(deployment.sockets().size()).isZero();
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    void theCloseOfTheDeploymentEndsWhatIsKeptAside() throws Exception {
        Deployment deployment = openWarm("", warm().expectEnd());
        timeOut(deployment, true);
        assertThat(budget.stats().inUse()).isEqualTo(1);

        deployment.close();

        assertThat(budget.stats().inUse()).isZero();
        server.assertDone(); // the socket was closed
    }

    @Test
    void whatIsGivenBackAfterTheCloseOfTheDeploymentIsNotKept() throws Exception {
        Deployment deployment = openWarm("", late(1));
        RequestConnection request = new RequestConnection();
        assertThatThrownBy(() -> count(deployment, request)).isInstanceOf(MongoOperationTimeoutException.class);
        deployment.close();
        assertThat(budget.stats().inUse()).as("the request holds it").isEqualTo(1);

        request.close();

        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    void aRequestThatEndsWithAReplyOwedLeavesItsConnectionAside() throws Exception {
        Deployment deployment = openWarm("maxPoolSize=1", late(1, 2).expectEnd());
        RequestConnection request = new RequestConnection();
        assertThatThrownBy(() -> count(deployment, request)).isInstanceOf(MongoOperationTimeoutException.class);

        request.close();

        Future<Long> next = counting(deployment, true, LONG);
        awaitWaiting(deployment);
        letTheReplyCome(deployment);
        assertThat(next.get(40, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(deployment.socketsOpened()).isEqualTo(1);
    }

    private static long count(Deployment deployment, RequestConnection request) {
        return deployment.execute(
                new Count(false), new SessionCall(NOBODY, within(SHORT), new Bond(), request, Cancellation.none()));
    }

    @Test
    void whoWaitsInVainHearsWhoLeftTheConnectionBusy() {
        Deployment deployment = openWarm("maxPoolSize=1", late(1));
        timeOut(deployment, true);

        assertThatThrownBy(() -> count(deployment, true, SHORT))
                .isInstanceOf(MongoWaitQueueTimeoutException.class)
                .hasMessageContaining("max=1 inUse=1 creating=0 idle=0")
                .hasMessageMatching("(?s).*; held: 1 by "
                        + Thread.currentThread().getName() + " for \\d+ ms, given back but still busy.*");
    }

    /** A short read whose answer tells which request it belongs to. */
    private record Count(boolean mayShare, EstimatedCount count) implements Command<Long> {
        Count(boolean mayShare) {
            this(mayShare, new EstimatedCount(new MongoNamespace("app", "notes")));
        }

        @Override
        public String name() {
            return count.name();
        }

        @Override
        public String databaseName() {
            return count.databaseName();
        }

        @Override
        public Access access() {
            return count.access();
        }

        @Override
        public void encode(CommandWriter out) {
            count.encode(out);
        }

        @Override
        public Long decode(CommandReply reply) {
            return count.decode(reply);
        }
    }
}
