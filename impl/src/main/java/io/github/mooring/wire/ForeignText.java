package io.github.mooring.wire;

/**
 * Text that a server has sent and that ends up in errors, events and logs. What is kept of it must be short and have
 * nothing in it that moves the cursor, hides other text or begins a new line; stateless.
 */
public final class ForeignText {
    /** Characters of a value that an error repeats: enough to recognise it by. */
    private static final int QUOTED_CHARS = 80;

    private ForeignText() {}

    /** Whether it can be printed as it is. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(ForeignText::isPrintable);
    }

    /** A value that is refused, as an error shows it. */
    public static String quoted(String text) {
        return "'" + cut(text, QUOTED_CHARS) + "'";
    }

    /** The beginning of it, with a question mark for whatever cannot be printed. */
    public static String cut(String text, int maxChars) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(maxChars).map(c -> isPrintable(c) ? c : '?').forEach(printable::appendCodePoint);
        return text.codePointCount(0, text.length()) > maxChars ? printable + "..." : printable.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
