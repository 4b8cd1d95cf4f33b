package io.github.mooring.client;

import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Documents as the log shows them: relaxed extended JSON, cut where it becomes too long; immutable.
 *
 * @param maxLength most characters (UTF-16 units) of one document, the dots after it not counted
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/logging/logging.md#configurable-max-document-length">
 *     Logging: configurable max document length</a>
 */
record DocumentText(int maxLength) {
    private static final String DOTS = "...";

    /** The text; what is beyond the limit is not even made. */
    String of(BsonDocument document) {
        return cut(document.toJson(JsonWriterSettings.builder()
                .outputMode(JsonMode.RELAXED)
                .maxLength(maxLength + 1)
                .build()));
    }

    /** A text that somebody else has made of a document. */
    String cut(String text) {
        if (text.length() <= maxLength) {
            return text;
        }
        boolean inCharacter = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
        return text.substring(0, inCharacter ? maxLength - 1 : maxLength) + DOTS;
    }
}
