package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Turns the errors of the database into those of MongoDB.
 *
 * <p>The extension's own errors have SQLSTATEs that begin with M; within {@code writeErrors} they come as the number into
 * which PostgreSQL packs a SQLSTATE, six bits for each of its five characters.
 */
final class SqlErrors {
    private static final int UNKNOWN_ERROR = 8;
    private static final int STATE_LENGTH = 5;
    private static final int BITS = 6;

    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("M0000", 1),
            Map.entry("M0001", 2),
            Map.entry("M0003", 9),
            Map.entry("M0004", 14),
            Map.entry("M0005", 15),
            Map.entry("M0006", 20),
            Map.entry("M0008", 26),
            Map.entry("M0009", 27),
            Map.entry("M000A", 28),
            Map.entry("M000D", 40),
            Map.entry("M000E", 43),
            Map.entry("M000F", 48),
            Map.entry("M000G", 52),
            Map.entry("M000K", 57),
            Map.entry("M000M", 66),
            Map.entry("M000N", 67),
            Map.entry("M000O", 68),
            Map.entry("M000P", 72),
            Map.entry("M000Q", 73),
            Map.entry("M000R", 85),
            Map.entry("M000S", 86),
            Map.entry("M000U", 115),
            Map.entry("M00CO", 121),
            Map.entry("M0015", 241),
            Map.entry("M0016", 263),
            Map.entry("M001B", 10334),
            Map.entry("M001C", 11000),
            Map.entry("M001M", 15955),
            Map.entry("M007U", 40324),
            Map.entry("M009H", 51091),
            Map.entry("M00DO", 16),
            // of PostgreSQL itself: what is not there yet, a time limit, conflicts, a missing right, a unique index
            Map.entry("0A000", 115),
            Map.entry("57014", 50),
            Map.entry("40001", 112),
            Map.entry("40P01", 112),
            Map.entry("55P03", 112),
            Map.entry("42501", 13),
            Map.entry("23505", 11000));

    private SqlErrors() {}

    /** The failure of a whole command. */
    static CommandFailure of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        Integer code = CODES.get(state);
        String text = text(e);
        return code == null
                ? new CommandFailure(UNKNOWN_ERROR, text + " (SQLSTATE " + state + ")")
                : new CommandFailure(code, text);
    }

    /** Replaces packed SQLSTATEs in {@code writeErrors} by codes. */
    static void translateWriteErrors(Document reply) {
        if (reply.get("writeErrors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Document entry && entry.get("code") instanceof Integer packed) {
                    entry.put("code", codeOf(packed));
                }
            }
        }
    }

    /** The code behind a packed SQLSTATE; a number that is none is taken for a code already. */
    static int codeOf(int packed) {
        return CODES.getOrDefault(unpack(packed), packed >= 1 << 24 ? UNKNOWN_ERROR : packed);
    }

    static String unpack(int packed) {
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < STATE_LENGTH; i++) {
            state.append((char) (((packed >> (BITS * i)) & 0x3F) + '0'));
        }
        return state.toString();
    }

    /** The first line, without the severity that PostgreSQL puts before it. */
    private static String text(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.startsWith("ERROR: ") ? line.substring("ERROR: ".length()) : line;
    }
}
