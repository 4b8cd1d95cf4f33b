package io.github.mooring.testkit.bson;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents that tests write down as JSON.
 *
 * <p>Lenient where that saves quoting in Java sources: names may stand without quotes, texts in single quotes. The
 * wrappers of extended JSON are known: {@code $oid $numberInt $numberLong $numberDouble $numberDecimal $date $binary
 * $uuid $timestamp}.
 */
public final class Json {
    private static final int MAX_DEPTH = 150;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException naming the offset at which the text stops making sense
     */
    public static Document document(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipBlanks();
        if (!(value instanceof Document document) || json.at < text.length()) {
            throw json.failure("one document and nothing behind it");
        }
        return document;
    }

    private @Nullable Object value() {
        if (++depth > MAX_DEPTH) {
            throw failure("no deeper nesting than " + MAX_DEPTH);
        }
        skipBlanks();
        Object value = switch (peek()) {
            case '{' -> ExtendedJson.unwrap(object());
            case '[' -> array();
            case '"', '\'' -> string();
            default -> word();
        };
        depth--;
        return value;
    }

    private Document object() {
        Document document = new Document();
        expect('{');
        for (boolean first = true; !take('}'); first = false) {
            if (!first) {
                expect(',');
            }
            skipBlanks();
            String name = peek() == '"' || peek() == '\'' ? string() : bareWord();
            expect(':');
            document.put(name, value());
        }
        return document;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        expect('[');
        for (boolean first = true; !take(']'); first = false) {
            if (!first) {
                expect(',');
            }
            elements.add(value());
        }
        return elements;
    }

    private @Nullable Object word() {
        String word = bareWord();
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(word);
        };
    }

    private Object number(String word) {
        try {
            if (word.matches("-?\\d+")) {
                long whole = Long.parseLong(word);
                return (int) whole == whole ? (Object) (int) whole : (Object) whole;
            }
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            throw failure("a value instead of '" + word + "'");
        }
    }

    private String bareWord() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "$_.+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw failure("a name or a value");
        }
        return text.substring(start, at);
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (peek() != quote) {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
            throw failure("four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private void expect(char c) {
        if (!take(c)) {
            throw failure("'" + c + "'");
        }
    }

    private boolean take(char c) {
        skipBlanks();
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private char peek() {
        if (at >= text.length()) {
            throw failure("more text");
        }
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException failure(String expected) {
        return new IllegalArgumentException("JSON at offset " + at + ": expected " + expected + " in " + text);
    }
}
