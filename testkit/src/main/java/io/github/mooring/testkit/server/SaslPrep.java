package io.github.mooring.testkit.server;

import java.text.Normalizer;

/**
 * Prepares a password as RFC 4013 asks: odd spaces become spaces, invisible characters vanish, the rest is NFKC.
 *
 * <p>Written from the RFC with the JDK's tables, which know newer characters than Unicode 3.2; the checks for unassigned
 * characters and for mixed writing directions are left out, so a few passwords pass that a server would refuse.
 */
final class SaslPrep {
    private SaslPrep() {}

    /**
     * The prepared text.
     *
     * @throws IllegalArgumentException if a character is prohibited
     */
    static String prepare(String text) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !mapsToNothing(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String normalized = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        normalized.codePoints().filter(SaslPrep::isProhibited).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(String.format("a password must not contain U+%04X", c));
        });
        return normalized;
    }

    /** RFC 3454 table C.1.2. */
    private static boolean isSpace(int c) {
        return c == 0x200B || (c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR);
    }

    /** RFC 3454 table B.1. */
    private static boolean mapsToNothing(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || c == 0x200C
                || c == 0x200D
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    private static boolean isProhibited(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (c & 0xFFFE) == 0xFFFE
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c >= 0xFFF9 && c <= 0xFFFD)
                || (c >= 0x2FF0 && c <= 0x2FFB)
                || (c >= 0x200E && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x206A && c <= 0x206F);
    }
}
