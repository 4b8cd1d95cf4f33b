package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code socketTimeoutMS} limits, and what it does not. */
@Timeout(300)
class SocketTimeoutTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        ClientFixture.awaitSettled(factory);
        factory.close();
        lab.close();
    }

    private void dialWith(String options) {
        factory.close();
        factory = Mooring.dial(lab.uri() + "&" + options);
        session = factory.openSession();
        session.ping();
    }

    private @Nullable Document find() {
        return session.getDatabase("app").getCollection("notes").find().first();
    }

    private void holdOnce(String command, Duration time) {
        primary.failCommand(FailCommand.on(command).times(1).block(time).build());
    }

    @Test
    void aReplyThatDoesNotComeInTimeIsGivenUpAndItsConnectionIsKept() {
        dialWith("socketTimeoutMS=1500&retryReads=false");
        holdOnce("find", Duration.ofSeconds(4));

        assertThatExceptionOfType(MongoOperationTimeoutException.class)
                .isThrownBy(this::find)
                .withMessageContaining("find on connection ")
                .withMessageContaining("the reply did not come, and nothing has come for 1500 ms (socketTimeoutMS)")
                .satisfies(e -> assertThat(e.bytesSent()).isTrue());

        ClientFixture.awaitSettled(factory);
        session.ping();
        assertThat(factory.statistics().socketsOpened()).isEqualTo(1);
        assertThat(factory.statistics().pingsFailed()).isZero();
    }

    @Test
    void whatMayBeRepeatedIsTriedASecondTime() {
        dialWith("socketTimeoutMS=1500");
        holdOnce("find", Duration.ofSeconds(4));
        assertThat(find()).isNull();
        assertThat(primary.server().commandCount("find")).isEqualTo(2);

        holdOnce("insert", Duration.ofSeconds(4));
        session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));

        assertThat(primary.server().commandCount("insert")).isEqualTo(2);
        assertThat(session.getDatabase("app").getCollection("notes").countDocuments(new Document()))
                .isEqualTo(1);
    }

    @Test
    void whoHasGivenTheWholeOperationATimeHasSaidWhatCounts() {
        dialWith("socketTimeoutMS=1500&timeoutMS=30000");
        holdOnce("find", Duration.ofSeconds(4));

        assertThat(find()).isNull();

        assertThat(primary.server().commandCount("find")).isEqualTo(1);
    }

    @Test
    void aSlowReplyOfWhichSomethingKeepsComingIsNotCutShort() {
        dialWith("socketTimeoutMS=2000&retryReads=false");
        String text = "x".repeat(4_000);
        session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1).append("text", text));
        primary.network().apply(Scope.operations(), LinkFault.trickle(1));
        long start = System.nanoTime();

        assertThat(find()).containsEntry("text", text);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(3));
        primary.network().restore();
    }

    @Test
    void monitorsWaitForNewsAsLongAsTheyLike() {
        dialWith("socketTimeoutMS=1000&heartbeatFrequencyMS=2000");
        long before = factory.statistics().pings();

        Eventually.isTrue("two more heartbeats", () -> factory.statistics().pings() >= before + 2);

        assertThat(factory.statistics().pingsFailed()).isZero();
    }
}
