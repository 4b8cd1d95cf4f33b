package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.wire.WireException;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandFailureTest {
    private static final String VERSION =
            "topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: 6}";

    @Test
    void aReplyThatIsNotOkIsOne() {
        assertThat(failure("{ok: 0, code: 10107, errmsg: 'not primary', " + VERSION + "}"))
                .isEqualTo(new CommandFailure(
                        10107, "not primary", new TopologyVersion(new ObjectId("000000000000000000000001"), 6)));
        assertThat(failure("{ok: 0, $err: 'not master'}")).isEqualTo(new CommandFailure(0, "not master", null));
        assertThat(failure("{}")).isEqualTo(new CommandFailure(0, "", null));
    }

    @Test
    void soIsTheErrorOfAWriteConcern() {
        assertThat(failure("{ok: 1, writeConcernError: {code: 91, errmsg: 'shutting down'}, " + VERSION + "}"))
                .isEqualTo(new CommandFailure(
                        91, "shutting down", new TopologyVersion(new ObjectId("000000000000000000000001"), 6)));
    }

    @Test
    void errorsOfSingleWritesAreNone() {
        assertThat(failure("{ok: 1}")).isNull();
        assertThat(failure("{ok: 1, writeErrors: [{code: 10107, errmsg: 'not primary'}]}"))
                .isNull();
    }

    @Test
    void aTopologyVersionThatCannotBeReadCountsAsNotSaid() {
        assertThat(failure("{ok: 0, code: 189, errmsg: 'x', topologyVersion: 5}"))
                .isEqualTo(new CommandFailure(189, "x", null));
        assertThat(failure("{ok: 0, code: 189, errmsg: 'x', topologyVersion: {processId: 1, counter: 1}}"))
                .isEqualTo(new CommandFailure(189, "x", null));
    }

    @Test
    void whatIsNoErrorAtAllIsRefused() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> failure("{ok: 0, code: 'x'}"))
                .withMessageContaining("'code'");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> failure("{ok: 1, writeConcernError: 5}"))
                .withMessageContaining("'writeConcernError'");
    }

    @Test
    void inTextItCanBePrinted() {
        assertThat(new CommandFailure(91, "going\ndown", null)).hasToString("error 91: going?down");
    }

    private static @Nullable CommandFailure failure(String reply) {
        return CommandFailure.of(raw(reply));
    }
}
