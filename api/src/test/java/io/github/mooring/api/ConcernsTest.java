package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
