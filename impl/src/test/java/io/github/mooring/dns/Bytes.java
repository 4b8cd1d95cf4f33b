package io.github.mooring.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of messages that tests write by hand. */
final class Bytes {
    private Bytes() {}

    /** Texts as they are, numbers as single bytes, arrays as they are. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof String text) {
                out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            } else if (part instanceof byte[] more) {
                out.writeBytes(more);
            } else {
                out.write((Integer) part);
            }
        }
        return out.toByteArray();
    }
}
