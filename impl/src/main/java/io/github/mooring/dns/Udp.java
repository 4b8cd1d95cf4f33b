package io.github.mooring.dns;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A question in one datagram and the answer in another; stateless. The port is another one for each question and, with the
 * question's id, hard to guess; only the server that was asked is listened to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.2.1">RFC 1035, section 4.2.1</a>
 */
final class Udp {
    /** Nobody sends as much to a client that has not asked for more than 512 bytes. */
    private static final int LONGEST = 4_096;

    private Udp() {}

    /**
     * Asks and waits. What comes and does not answer is passed over, whoever has sent it: the answer may still come.
     *
     * @param end closes the socket when it is cancelled, which ends the wait
     * @return the answer; empty if it did not fit a datagram
     * @throws SocketTimeoutException if the deadline passed
     * @throws IOException            if the server cannot be reached, its answer is malformed, or this was cancelled
     */
    static Optional<DnsAnswer> ask(InetSocketAddress server, DnsQuery query, Deadline deadline, Cancellation end)
            throws IOException {
        byte[] question = query.encode();
        DatagramSocket socket = new DatagramSocket();
        Cancellation.Registration registration = end.onCancel(socket::close);
        try (socket) {
            socket.connect(server);
            socket.send(new DatagramPacket(question, question.length));
            return await(socket, query, deadline).filter(answer -> !answer.truncated());
        } finally {
            registration.close();
        }
    }

    private static Optional<DnsAnswer> await(DatagramSocket socket, DnsQuery query, Deadline deadline)
            throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST + 1], LONGEST + 1);
        String passedOver = "";
        while (!deadline.isExpired()) {
            try {
                socket.setSoTimeout(Millis.of(deadline));
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                continue; // the deadline decides
            }
            if (packet.getLength() > LONGEST) {
                return Optional.empty();
            }
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            packet.setLength(LONGEST + 1);
            try {
                Optional<DnsAnswer> answer = DnsAnswer.read(bytes, query);
                if (answer.isPresent()) {
                    return answer;
                }
                passedOver = "; what came answers another question";
            } catch (MalformedAnswerException e) {
                passedOver = "; a datagram of " + bytes.length + " bytes came that " + e.getMessage();
            }
        }
        throw Millis.passed(deadline, passedOver);
    }
}
