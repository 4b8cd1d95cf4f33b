package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcernsTest {
    @Test
    void onlyAWriteConcernThatSaysNothingIsTheServersDefault() {
        assertThat(WriteConcern.SERVER_DEFAULT.isServerDefault()).isTrue();
        assertThat(new WriteConcern("1", null, Duration.ZERO).isServerDefault()).isFalse();
        assertThat(new WriteConcern(null, false, Duration.ZERO).isServerDefault())
                .isFalse();
        assertThat(new WriteConcern(null, null, Duration.ofMillis(1)).isServerDefault())
                .isFalse();
    }

    @Test
    void onlyZeroMembersAreNoAcknowledgement() {
        assertThat(WriteConcern.UNACKNOWLEDGED.isAcknowledged()).isFalse();
        assertThat(new WriteConcern("0", false, Duration.ofMillis(1)).isAcknowledged())
                .isFalse();
        assertThat(WriteConcern.W1.isAcknowledged()).isTrue();
        assertThat(WriteConcern.MAJORITY.isAcknowledged()).isTrue();
        assertThat(WriteConcern.SERVER_DEFAULT.isAcknowledged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "-99999999999999999999"})
    void membersThatNoServerCanHaveAreRefused(String w) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WriteConcern(w, null, Duration.ZERO))
                .withMessage("w is '" + w + "', allowed is a number from 0 or the name of a mode");
    }

    @Test
    void aNegativeTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WriteConcern("1", null, Duration.ofMillis(-1)))
                .withMessage("wTimeout is -1 ms, allowed is 0 or more");
    }

    @Test
    void aJournalledWriteCannotBeUnacknowledged() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WriteConcern("0", true, Duration.ZERO))
                .withMessageContaining("w=0")
                .withMessageContaining("journal=true");
        assertThat(new WriteConcern("1", true, Duration.ZERO).journal()).isTrue();
    }

    @Test
    void onlyAReadConcernWithoutLevelIsTheServersDefault() {
        assertThat(ReadConcern.SERVER_DEFAULT.isServerDefault()).isTrue();
        assertThat(ReadConcern.MAJORITY.isServerDefault()).isFalse();
        assertThat(new ReadConcern("snapshot").level()).isEqualTo("snapshot");
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> new ReadConcern(null)).withMessage("level");
        assertThatNullPointerException()
                .isThrownBy(() -> new WriteConcern("1", null, null))
                .withMessage("wTimeout");
    }

    /** Empty stands for what is left to the server. */
    @ParameterizedTest
    @DisplayName("M52 ensureWriteConcern raises and never lowers")
    @CsvSource(
            emptyValue = "",
            value = {
                // w, journal, wTimeout;  at least;       comes to
                "'',    '',   0,  '', '',   0,            '', '',   0",
                "1,     '',   0,  3,  '',   0,            3,  '',   0",
                "3,     '',   0,  1,  '',   0,            3,  '',   0",
                "10,    '',   0,  9,  '',   0,            10, '',   0",
                "'',    '',   0,  1,  '',   0,            '', '',   0",
                "'',    '',   0,  2,  '',   0,            2,  '',   0",
                "3,     '',   0,  '', '',   0,            3,  '',   0",
                "5,     '',   0,  majority, '', 0,        majority, '', 0",
                "majority, '', 0, 5,  '',   0,            majority, '', 0",
                "majority, '', 0, dc, '',   0,            dc, '',   0",
                "0,     '',   0,  '', '',   0,            '', '',   0",
                "0,     '',   7,  1,  true, 0,            1,  true, 0",
                "2,     '',   0,  0,  '',   5,            2,  '',   0",
                "1,     '',   0,  '', true, 0,            1,  true, 0",
                "1,     true, 0,  '', false, 0,           1,  true, 0",
                "1,     false, 0, '', '',   0,            1,  false, 0",
                "1,     '',   0,  '', '',   9,            1,  '',   9",
                "1,     '',   9,  '', '',   5,            1,  '',   5",
                "1,     '',   5,  '', '',   9,            1,  '',   5",
                "1,     '',   5,  '', '',   0,            1,  '',   5",
            })
    void aConcernIsRaisedAndNeverLowered(ArgumentsAccessor values) {
        assertThat(concern(values, 0).raisedTo(concern(values, 3))).isEqualTo(concern(values, 6));
    }

    private static WriteConcern concern(ArgumentsAccessor values, int from) {
        String w = text(values, from);
        String journal = text(values, from + 1);
        return new WriteConcern(
                w.isEmpty() ? null : w,
                journal.isEmpty() ? null : Boolean.valueOf(journal),
                Duration.ofMillis(Long.parseLong(text(values, from + 2))));
    }

    private static String text(ArgumentsAccessor values, int index) {
        return String.valueOf(values.get(index));
    }
}
