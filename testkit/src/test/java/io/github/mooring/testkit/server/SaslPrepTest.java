package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 4013 section 3, and a few more. */
class SaslPrepTest {
    @Test
    void followsTheExamplesOfTheRfc() {
        assertThat(SaslPrep.prepare("I\u00adX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
        assertThat(SaslPrep.prepare("\u00aa")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
    }

    @Test
    void makesSpacesOfOddSpaces() {
        assertThat(SaslPrep.prepare("a\u00a0b\u3000c")).isEqualTo("a b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "a\nb", "\ue000", "\u200e", "\ufffd"})
    void refusesProhibitedCharacters(String text) {
        assertThatThrownBy(() -> SaslPrep.prepare(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
