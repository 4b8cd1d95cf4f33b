package io.github.mooring.wire;

/**
 * The one document that the sections of a request mean: the command, with each document sequence as the array that it stands
 * for. For those who want to see commands; nothing is checked, since the sections are this client's own. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#implementation-notes">
 *     Command Logging and Monitoring: implementation notes</a>
 */
public final class SectionsDocument {
    private SectionsDocument() {}

    /**
     * A copy of the document. The message need not be finished: then the size of its last section is still 0.
     *
     * @param start where the kind of the body's section stands; the body is the first section
     * @param end   where the last section ends
     */
    public static byte[] of(byte[] message, int start, int end) {
        int body = start + 1;
        int sequences = body + LittleEndian.getInt(message, body);
        WireBuffer out = new WireBuffer();
        out.writeBytes(message, body, sequences - body - 1);
        int at = sequences;
        while (at < end) {
            at = copySequence(message, at + 1, end, out); // whatever follows a body is a sequence
        }
        endDocument(out, 0);
        return out.toByteArray();
    }

    /** Copies a sequence; returns where it ends. */
    private static int copySequence(byte[] message, int start, int messageEnd, WireBuffer out) {
        int size = LittleEndian.getInt(message, start);
        int end = size == 0 ? messageEnd : start + size;
        int name = start + 4;
        int documents = BsonElements.afterCString(message, name);
        out.writeByte(BsonElements.ARRAY);
        out.writeBytes(message, name, documents - name);
        int array = out.getPosition();
        out.writeInt32(0);
        int index = 0;
        for (int at = documents; at < end; at += LittleEndian.getInt(message, at)) {
            out.writeByte(BsonElements.DOCUMENT);
            out.writeCString(Integer.toString(index++));
            out.writeBytes(message, at, LittleEndian.getInt(message, at));
        }
        endDocument(out, array);
        return end;
    }

    private static void endDocument(WireBuffer out, int start) {
        out.writeByte(0);
        out.writeInt32(start, out.getPosition() - start);
    }
}
