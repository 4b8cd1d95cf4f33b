package io.github.mooring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {
    @Test
    void changedSettingsAreNewOnes() {
        SessionSettings settings =
                new SessionSettings(Mode.STRONG, ReadConcern.SERVER_DEFAULT, WriteConcern.SERVER_DEFAULT);

        assertThat(settings.withMode(Mode.NEAREST))
                .isEqualTo(new SessionSettings(Mode.NEAREST, ReadConcern.SERVER_DEFAULT, WriteConcern.SERVER_DEFAULT));
        assertThat(settings.withReadConcern(ReadConcern.MAJORITY).readConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(settings.withWriteConcern(WriteConcern.W1).writeConcern()).isEqualTo(WriteConcern.W1);
        assertThat(settings.mode()).isEqualTo(Mode.STRONG);
    }
}
