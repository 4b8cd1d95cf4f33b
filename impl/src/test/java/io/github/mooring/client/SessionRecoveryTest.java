package io.github.mooring.client;

import static io.github.mooring.client.ReplicaMember.preferences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSessionStateLostException.State;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.server.FailCommand;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session is after a network error. */
class SessionRecoveryTest {
    private static void breakNext(ClientFixture client) {
        client.server.failCommand(
                FailCommand.on("ping", "find").times(1).closeConnection().build());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MONOTONIC")
    @DisplayName("F30 a session without state fails once, with the error as it is, and goes on")
    void aSessionWithoutStateGoesOn(Mode mode) throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.session.setMode(mode);
            client.session.ping();
            breakNext(client);

            assertThatThrownBy(client.session::ping).isInstanceOf(MongoSocketException.class);
            assertThat(client.session.ping()).isPositive();
        }
    }

    @Test
    @DisplayName("F30 M31 a monotonic session says once that its position is lost, to one of those who share it")
    void aMonotonicSessionLosesItsPositionOnce() throws Exception {
        try (BrokenClient set = BrokenClient.dial(
                "readPreference=monotonic&retryReads=false", // without a position a read would be tried again
                ReplicaMember.answering("find").expect("find").close(),
                Script.monitored(),
                ReplicaMember.answering().expect("find").close(),
                Script.monitored(),
                ReplicaMember.answeringOnly("find"))) {
            MongoSession share = set.session.share();
            set.notes().find().first();

            var lost = catchThrowableOfType(
                    MongoSessionStateLostException.class,
                    () -> set.notes().find().first());
            assertThat(lost.lost()).isEqualTo(State.MONOTONIC_POSITION);
            assertThat(lost).hasCauseInstanceOf(MongoSocketException.class);
            assertThat(lost.bytesSent()).isTrue();
            assertThat(lost.server()).isPresent();
            assertThatThrownBy(() ->
                            share.getDatabase().getCollection("notes").find().first())
                    .as("there is no position to lose any more")
                    .isInstanceOf(MongoSocketException.class);
            set.notes().find().first();

            share.close();
            set.assertDone();
        }
    }

    @Test
    @DisplayName("F30 M31 a monotonic session that has written stays at the primary when it has lost its server")
    void aLossDoesNotUndoTheBindingToThePrimary() throws Exception {
        try (BrokenClient set = BrokenClient.dial(
                "readPreference=monotonic",
                ReplicaMember.answering("insert").expect("find").close(),
                Script.monitored(),
                ReplicaMember.answeringOnly("find"))) {
            set.notes().insertOne(new Document());
            assertThatThrownBy(() -> set.notes().find().first()).isInstanceOf(MongoSessionStateLostException.class);
            set.notes().find().first();

            assertThat(preferences(set, "find")).containsExactly("primaryPreferred", "primaryPreferred");
            set.assertDone();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVENTUAL")
    @DisplayName("F30 M24 strict: a session fails with the same error, and all who share it, until it is refreshed")
    void aStrictSessionFailsUntilItIsRefreshed(Mode mode) throws Exception {
        try (ClientFixture client = ClientFixture.open("sessionRecovery=strict")) {
            client.session.setMode(mode);
            MongoSession share = client.session.share();
            MongoSession copy = client.session.copy();
            client.session.ping();
            breakNext(client);
            Throwable first = catchThrowable(client.session::ping);
            assertThat(first).isInstanceOf(MongoSocketException.class);
            client.server.forgetRequests();

            assertThatThrownBy(client.session::ping).isSameAs(first);
            assertThatThrownBy(() -> client.notes().find().first()).isSameAs(first);
            assertThatThrownBy(share::ping).isSameAs(first);
            assertThat(client.server.requests("ping")).isEmpty();
            assertThat(copy.ping()).as("a copy had a socket of its own").isPositive();

            share.refresh();
            assertThat(share.ping()).isPositive();
            assertThatThrownBy(client.session::ping).isSameAs(first);
            client.session.setMode(mode);
            assertThat(client.session.ping()).isPositive();
            share.close();
            copy.close();
        }
    }

    @Test
    @DisplayName("M32 strict: an eventual session keeps nothing that could stay broken")
    void aStrictEventualSessionGoesOn() throws Exception {
        try (ClientFixture client = ClientFixture.open("sessionRecovery=strict&readPreference=eventual")) {
            breakNext(client);
            assertThatThrownBy(client.session::ping).isInstanceOf(MongoSocketException.class);
            assertThat(client.session.ping()).isPositive();
        }
    }

    @Test
    @DisplayName("F30 strict: an error of the server's is no error of the network")
    void aRefusalIsNotKept() throws Exception {
        try (ClientFixture client = ClientFixture.open("sessionRecovery=strict")) {
            client.notes().insertOne(new Document("_id", 1));
            assertThatThrownBy(() -> client.notes().insertOne(new Document("_id", 1)))
                    .isNotNull();
            assertThat(client.session.ping()).isPositive();
        }
    }
}
