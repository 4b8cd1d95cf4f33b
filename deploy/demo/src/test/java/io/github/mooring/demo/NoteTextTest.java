package io.github.mooring.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTextTest {
    private static String read(String json) {
        return NoteText.readFrom(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void takesTextOfEveryScriptAndStripsTheSpaceAround() {
        assertThat(read("{\"text\": \"  Grüße, 你好 🚢 <b>\\n\"}")).isEqualTo("Grüße, 你好 🚢 <b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "{\"text\": \"a\"", "{\"text\": \"a\"} x", "{text: 'a'}", "\u0000"})
    void refusesWhatIsNotJson(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NoteText.BadRequest.class)
                .hasMessage("The request is not JSON. Send {\"text\": \"...\"}.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[\"text\"]", "{\"text\": 1}", "{\"text\": null}", "{\"text\": [\"a\"]}"})
    void refusesJsonWithoutText(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NoteText.BadRequest.class)
                .hasMessage("The request has no text. Send {\"text\": \"...\"}.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\": \"\"}", "{\"text\": \" \\t\\n \"}"})
    void refusesAnEmptyNote(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NoteText.BadRequest.class)
                .hasMessage("The note is empty. Write something first.");
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(NoteText.check("🚢".repeat(1000))).hasSize(2000);

        assertThatThrownBy(() -> NoteText.check("a".repeat(1001)))
                .isInstanceOf(NoteText.BadRequest.class)
                .hasMessage("The note is too long: 1001 characters, 1000 are possible.");
    }

    @Test
    void refusesHalfACharacter() {
        assertThatThrownBy(() -> read("{\"text\": \"a\\ud83d\"}"))
                .isInstanceOf(NoteText.BadRequest.class)
                .hasMessageContaining("unpaired surrogate");
    }
}
