package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
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
}
