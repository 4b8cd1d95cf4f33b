package io.github.mooring.testkit.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a query apart; stateless. It is written for the questions of clients under test, so it takes no pointers. */
final class QuestionReader {
    private static final int HEADER = 12;

    private QuestionReader() {}

    /** A question as it came; not changed once made. */
    static final class Question {
        private final int id;
        private final String name;
        private final int type;
        private final byte[] raw;

        Question(int id, String name, int type, byte[] raw) {
            this.id = id;
            this.name = name;
            this.type = type;
            this.raw = raw;
        }

        int id() {
            return id;
        }

        /** In canonical form. */
        String name() {
            return name;
        }

        /** What is asked for. */
        int type() {
            return type;
        }

        /** Its bytes, for the answer to repeat. */
        byte[] raw() {
            return raw;
        }
    }

    static Question read(byte[] message) {
        if (message.length < HEADER || u16(message, 4) != 1) {
            throw new IllegalArgumentException("a query of " + message.length + " bytes without exactly one question");
        }
        int end = HEADER;
        while (message[end] != 0) {
            end += message[end] + 1;
        }
        byte[] raw = Arrays.copyOfRange(message, HEADER, end + 5);
        return new Question(u16(message, 0), DnsRecord.canonical(name(message, HEADER)), u16(message, end + 1), raw);
    }

    static String name(byte[] bytes, int start) {
        StringBuilder name = new StringBuilder();
        for (int at = start; bytes[at] != 0; at += bytes[at] + 1) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(new String(bytes, at + 1, bytes[at], StandardCharsets.ISO_8859_1));
        }
        return name.toString();
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
