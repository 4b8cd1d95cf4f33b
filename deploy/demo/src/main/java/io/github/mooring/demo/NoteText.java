package io.github.mooring.demo;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The text of a new note, checked. Every complaint is meant for the eyes of the person who typed it. */
final class NoteText {
    /** In characters as people count them, not in UTF-16 units. */
    static final int MAX_LENGTH = 1000;

    private NoteText() {}

    /**
     * Reads {@code {"text": "..."}}.
     *
     * @throws BadRequest if that is not what it is, or the text is not acceptable
     */
    static String readFrom(InputStream json) {
        return check(textOf(parse(json)));
    }

    private static JsonValue parse(InputStream json) {
        try (JsonParser parser = Json.createParser(json)) {
            parser.next();
            JsonValue value = parser.getValue();
            if (parser.hasNext()) {
                throw new JsonException("something follows");
            }
            return value;
        } catch (JsonException | NoSuchElementException e) {
            throw new BadRequest("The request is not JSON. Send {\"text\": \"...\"}.", e);
        }
    }

    private static String textOf(JsonValue request) {
        JsonValue value = request instanceof JsonObject object ? object.get("text") : null;
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new BadRequest("The request has no text. Send {\"text\": \"...\"}.", null);
    }

    /** The text without the space around it. */
    static String check(String raw) {
        String text = raw.strip();
        if (text.isEmpty()) {
            throw new BadRequest("The note is empty. Write something first.", null);
        }
        int length = text.codePointCount(0, text.length());
        if (length > MAX_LENGTH) {
            throw new BadRequest(
                    "The note is too long: " + length + " characters, " + MAX_LENGTH + " are possible.", null);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new BadRequest("The note holds half a character (an unpaired surrogate).", null);
        }
        return text;
    }

    /** A request that the client has to mend; its message is shown as it is. */
    static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequest(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
