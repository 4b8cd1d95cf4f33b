package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which errors of a server are news of its connections. */
class StateChangeTest {
    private static final int MONGODB_4_0 = 7;
    private static final int MONGODB_4_2 = 8;

    @ParameterizedTest
    @ValueSource(ints = {91, 11600})
    void aServerThatIsGoingDownTakesItsConnectionsAlong(int code) {
        assertThat(StateChange.endsConnections(code, MONGODB_4_0)).isTrue();
        assertThat(StateChange.endsConnections(code, MONGODB_4_2)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 13435, 10058, 11602, 13436, 189})
    void aServerThatIsNoLongerThePrimaryKeepsThemFromMongoDb42On(int code) {
        assertThat(StateChange.endsConnections(code, MONGODB_4_0)).isTrue();
        assertThat(StateChange.endsConnections(code, MONGODB_4_2)).isFalse();
    }

    @Test
    void otherErrorsSayNothingOfConnections() {
        assertThat(StateChange.endsConnections(0, MONGODB_4_0)).isFalse();
        assertThat(StateChange.endsConnections(11000, MONGODB_4_0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 11600, 10107, 13435, 10058, 11602, 13436, 189})
    void aCodeOfTheListIsAStateChangeWhateverTheMessageSays(int code) {
        assertThat(StateChange.isOne(code, "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not master", "not master or secondary; cannot currently read", "node is recovering"})
    void theMessageDecidesWhereThereIsNoCodeAndOnlyThere(String message) {
        assertThat(StateChange.isOne(0, message)).isTrue();
        assertThat(StateChange.isOne(11000, message)).isFalse();
        assertThat(StateChange.endsConnections(0, message, MONGODB_4_0)).isTrue();
        assertThat(StateChange.endsConnections(0, message, MONGODB_4_2)).isFalse();
    }

    @Test
    void otherMessagesAreNone() {
        assertThat(StateChange.isOne(0, "")).isFalse();
        assertThat(StateChange.isOne(0, "not authorized")).isFalse();
    }
}
