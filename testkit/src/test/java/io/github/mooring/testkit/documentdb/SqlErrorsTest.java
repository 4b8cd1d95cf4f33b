package io.github.mooring.testkit.documentdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.testkit.engine.CommandFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Errors of the database become those of MongoDB. */
class SqlErrorsTest {
    @Test
    void aPackedStateIsUnpackedSixBitsAtATime() {
        assertThat(SqlErrors.unpack(319_029_277)).isEqualTo("M001C");
        assertThat(SqlErrors.codeOf(319_029_277)).isEqualTo(11000);
    }

    @Test
    void aNumberTooSmallForAStateIsACodeAlready() {
        assertThat(SqlErrors.codeOf(112)).isEqualTo(112);
    }

    @Test
    void aSerializationFailureIsAWriteConflict() {
        CommandFailure failure =
                SqlErrors.of(new SQLException("ERROR: could not serialize access\n  Where: x", "40001"));

        assertThat(failure.code()).isEqualTo(112);
        assertThat(failure.text()).isEqualTo("could not serialize access");
    }

    @Test
    void anUnknownStateIsNamed() {
        CommandFailure failure = SqlErrors.of(new SQLException("ERROR: odd", "M0ZZZ"));

        assertThat(failure.code()).isEqualTo(8);
        assertThat(failure.text()).isEqualTo("odd (SQLSTATE M0ZZZ)");
    }
}
