package io.github.mooring.transport;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a PEM text into blocks. Confined to one thread. */
final class PemParser {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final String[] lines;
    private final List<PemBlock> blocks = new ArrayList<>();
    /** The label of the block that is open, null between blocks. */
    private @Nullable String label;

    private int beginLine;
    private boolean encrypted;
    private final StringBuilder content = new StringBuilder();

    PemParser(String text) {
        this.lines = text.split("\r\n|\n|\r", -1);
    }

    /**
     * Does it, once.
     *
     * @throws Malformed with the line, and without what stands in it
     */
    List<PemBlock> parse() throws Malformed {
        for (int i = 0; i < lines.length; i++) {
            line(lines[i].trim(), i + 1);
        }
        if (label != null) {
            throw new Malformed(beginLine, "the block " + label + " has no end; is the file cut off?");
        }
        return List.copyOf(blocks);
    }

    private void line(String line, int number) throws Malformed {
        String open = label;
        if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
            if (open != null) {
                throw new Malformed(number, "a block begins inside the block " + open + " of line " + beginLine);
            }
            begin(line.substring(BEGIN.length(), line.length() - DASHES.length()), number);
        } else if (line.startsWith(END)) {
            end(open, line, number);
        } else if (open != null) {
            body(line, number);
        }
    }

    private void begin(String name, int number) {
        label = name;
        beginLine = number;
        encrypted = false;
        content.setLength(0);
    }

    private void end(@Nullable String open, String line, int number) throws Malformed {
        if (open == null || !line.equals(END + open + DASHES)) {
            throw new Malformed(
                    number,
                    "a block ends that was not begun"
                            + (open == null ? "" : "; open is " + open + " of line " + beginLine));
        }
        try {
            blocks.add(
                    new PemBlock(open, beginLine, encrypted, Base64.getDecoder().decode(content.toString())));
        } catch (IllegalArgumentException e) {
            throw new Malformed(beginLine, "the block " + open + " is not base64 throughout");
        }
        label = null;
    }

    private void body(String line, int number) throws Malformed {
        if (line.indexOf(':') >= 0) {
            encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            return;
        }
        requireBase64(line, number);
        content.append(line);
    }

    private void requireBase64(String line, int number) throws Malformed {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean letterOrDigit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '+' && c != '/' && c != '=') {
                throw new Malformed(
                        number,
                        "character " + (i + 1) + " is not base64, in the block " + label + " of line " + beginLine);
            }
        }
    }

    /** The text is no PEM. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(int line, String what) {
            super("line " + line + ": " + what);
        }
    }
}
