package io.github.mooring.api.dns;

import java.util.List;

/**
 * A text that belongs to a name; immutable.
 *
 * @param strings the parts of the text, in their order; a part has 255 bytes at most on the wire
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-3.3.14">RFC 1035, section 3.3.14</a>
 */
public record TxtRecord(List<String> strings) {
    /** Copies the list. */
    public TxtRecord {
        strings = List.copyOf(strings);
    }

    /** The whole text: the parts with nothing in between. */
    public String text() {
        return String.join("", strings);
    }
}
