package io.github.mooring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadPreferenceTest {
    @ParameterizedTest
    @CsvSource({
        "STRONG,             primary",
        "MONOTONIC,          secondaryPreferred",
        "EVENTUAL,           nearest",
        "PRIMARY_PREFERRED,  primaryPreferred",
        "SECONDARY,          secondary",
        "SECONDARY_PREFERRED,secondaryPreferred",
        "NEAREST,            nearest"
    })
    void eachModeHasItsReadPreference(Mode mode, String wireName) {
        assertThat(ReadPreference.of(mode, false).wireName()).isEqualTo(wireName);
    }

    @ParameterizedTest
    @EnumSource
    void aMonotonicOrEventualSessionThatIsBoundToThePrimaryStaysThereAndOthersReadAsBefore(Mode mode) {
        boolean stays = mode == Mode.MONOTONIC || mode == Mode.EVENTUAL;

        assertThat(ReadPreference.of(mode, true))
                .isEqualTo(stays ? ReadPreference.PRIMARY : ReadPreference.of(mode, false));
    }

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
