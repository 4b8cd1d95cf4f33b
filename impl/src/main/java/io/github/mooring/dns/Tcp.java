package io.github.mooring.dns;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A question and its answer over a connection of their own, for answers that are too long for a datagram; stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.2.2">RFC 1035, section 4.2.2</a>
 */
final class Tcp {
    private static final int PREFIX = 2;

    private Tcp() {}

    /**
     * Asks and waits.
     *
     * @param end closes the connection when it is cancelled, which ends the wait
     * @throws java.net.SocketTimeoutException if the deadline passed
     * @throws IOException                     if the server cannot be reached, what it says is malformed or answers another
     *     question, or this was cancelled
     */
    static DnsAnswer ask(InetSocketAddress server, DnsQuery query, Deadline deadline, Cancellation end)
            throws IOException {
        Socket socket = new Socket();
        Cancellation.Registration registration = end.onCancel(() -> closeQuietly(socket));
        try (socket) {
            socket.connect(server, Millis.of(deadline));
            socket.getOutputStream().write(withLength(query.encode()));
            byte[] prefix = read(socket, PREFIX, deadline);
            byte[] message = read(socket, (prefix[0] & 0xff) << 8 | (prefix[1] & 0xff), deadline);
            return DnsAnswer.read(message, query)
                    .orElseThrow(() -> new MalformedAnswerException("answers another question"));
        } finally {
            registration.close();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // who waits for its answer hears of its end in any case
        }
    }

    /** In one piece: some servers do not wait for the second. */
    private static byte[] withLength(byte[] message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(message.length);
        out.write(message);
        return bytes.toByteArray();
    }

    /** So many bytes, however slowly they drip in. */
    private static byte[] read(Socket socket, int count, Deadline deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            socket.setSoTimeout(Millis.of(deadline));
            int more = in.read(bytes, have, count - have);
            if (more < 0) {
                throw new EOFException("closed the connection after " + have + " of " + count + " bytes");
            }
            have += more;
        }
        return bytes;
    }
}
