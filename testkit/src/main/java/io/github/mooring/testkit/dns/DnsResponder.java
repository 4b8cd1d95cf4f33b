package io.github.mooring.testkit.dns;

import io.github.mooring.testkit.dns.QuestionReader.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A name server for tests, by UDP and TCP on the same port of the loopback interface; thread-safe. It knows the records that it was
 * given, follows aliases among them as a server does that looks names up for others, and keeps what it was asked.
 */
public final class DnsResponder implements AutoCloseable {
    /** What fits a datagram of a client that has not asked for more. */
    private static final int LONGEST_DATAGRAM = 512;

    private static final int BIND_ATTEMPTS = 20;
    private static final int MOST_ALIASES = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final InetSocketAddress address;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2, DnsResponder::daemon);
    private final List<DnsRecord> records = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    /** The TCP connections that are silent, to be closed with everything. */
    private final List<Socket> silent = new CopyOnWriteArrayList<>();

    private volatile @Nullable DnsFault fault;
    private volatile Duration delay = Duration.ZERO;

    private DnsResponder(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        this.address = (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** Starts one without records on a free port. */
    public static DnsResponder start() {
        for (int attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
            try {
                DnsResponder responder = bind();
                daemon(responder::serveUdp).start();
                daemon(responder::serveTcp).start();
                return responder;
            } catch (BindException e) {
                // the port is free by UDP only; take another
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is free by UDP and TCP");
    }

    private static DnsResponder bind() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        DatagramSocket udp = new DatagramSocket(0, loopback);
        try {
            return new DnsResponder(udp, new ServerSocket(udp.getLocalPort(), 50, loopback));
        } catch (IOException e) {
            udp.close();
            throw e;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "dns-responder");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it listens, or did. */
    public InetSocketAddress address() {
        return address;
    }

    /** Takes more records. */
    public DnsResponder add(DnsRecord... more) {
        records.addAll(List.of(more));
        return this;
    }

    /** Forgets all records of a name. */
    public void remove(String owner) {
        String name = DnsRecord.canonical(owner);
        records.removeIf(record -> record.owner().equals(name));
    }

    /** Goes wrong from now on. */
    public void misbehave(DnsFault how) {
        fault = how;
    }

    /** Answers well again, and at once. */
    public void behave() {
        fault = null;
        delay = Duration.ZERO;
    }

    /** Answers so much later from now on. */
    public void delay(Duration time) {
        delay = time;
    }

    /** What it was asked so far: transport, type and name, such as {@code UDP SRV _mongodb._tcp.example.com}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    private Question note(String transport, byte[] message) {
        Question question = QuestionReader.read(message);
        String type = switch (question.type()) {
            case DnsRecord.SRV -> "SRV";
            case DnsRecord.TXT -> "TXT";
            default -> "type " + question.type();
        };
        questions.add(transport + " " + type + " " + question.name());
        return question;
    }

    private void serveUdp() {
        byte[] buffer = new byte[LONGEST_DATAGRAM];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Question question = note("UDP", Arrays.copyOf(buffer, packet.getLength()));
                for (byte[] datagram : datagrams(question)) {
                    DatagramPacket reply = new DatagramPacket(datagram, datagram.length, packet.getSocketAddress());
                    answerLater(() -> send(reply));
                }
            } catch (IOException | RejectedExecutionException e) {
                // closed, or a client is gone
            }
        }
    }

    private void answerLater(Runnable answer) {
        // what it throws is a broken socket, which it has handled
        Future<?> unused = later.schedule(answer, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void send(DatagramPacket reply) {
        try {
            udp.send(reply);
        } catch (IOException e) {
            // closed
        }
    }

    private List<byte[]> datagrams(Question question) {
        List<DnsRecord> found = find(question);
        DnsFault how = fault;
        if (how == null) {
            return List.of(fitting(question, found));
        }
        return switch (how) {
            case SILENCE -> List.of();
            case TRUNCATED, CUT_OFF -> List.of(Answers.truncated(question));
            case NOISE_FIRST ->
                List.of(
                        Answers.withWrongId(question, found),
                        Answers.withWrongQuestion(question, found),
                        Answers.garbage(question),
                        fitting(question, found));
            default -> List.of(wrong(how, question, found));
        };
    }

    private byte[] fitting(Question question, List<DnsRecord> found) {
        byte[] answer = Answers.of(question, code(question), found);
        return answer.length <= LONGEST_DATAGRAM ? answer : Answers.truncated(question);
    }

    private byte[] wrong(DnsFault how, Question question, List<DnsRecord> found) {
        return switch (how) {
            case WRONG_ID -> Answers.withWrongId(question, found);
            case WRONG_QUESTION -> Answers.withWrongQuestion(question, found);
            case GARBAGE -> Answers.garbage(question);
            case SERVER_FAILURE -> Answers.of(question, Answers.SERVER_FAILURE, List.of());
            case REFUSED -> Answers.of(question, Answers.REFUSED, List.of());
            default -> Answers.of(question, code(question), found);
        };
    }

    private int code(Question question) {
        String below = "." + question.name();
        boolean known = records.stream()
                .anyMatch(record ->
                        record.owner().equals(question.name()) || record.owner().endsWith(below));
        return known ? Answers.NO_ERROR : Answers.NO_SUCH_NAME;
    }

    /** The aliases on the way, and what they lead to. */
    private List<DnsRecord> find(Question question) {
        List<DnsRecord> found = new ArrayList<>();
        String owner = question.name();
        for (int hops = 0; hops < MOST_ALIASES; hops++) {
            List<DnsRecord> aliases = of(owner, DnsRecord.CNAME);
            if (aliases.isEmpty()) {
                found.addAll(of(owner, question.type()));
                return found;
            }
            found.add(aliases.get(0));
            owner = DnsRecord.canonical(aliases.get(0).alias());
        }
        return found;
    }

    private List<DnsRecord> of(String owner, int type) {
        return records.stream()
                .filter(record -> record.type() == type && record.owner().equals(owner))
                .toList();
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                serve(tcp.accept());
            } catch (IOException | RejectedExecutionException e) {
                // closed, or a client is gone
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Question question = note("TCP", in.readNBytes(in.readUnsignedShort()));
        if (fault == DnsFault.SILENCE) {
            silent.add(socket);
            return;
        }
        DnsFault how = fault == null ? DnsFault.TRUNCATED : fault;
        byte[] answer = wrong(how, question, find(question));
        boolean cut = how == DnsFault.CUT_OFF;
        answerLater(() -> send(socket, answer, cut));
    }

    private static void send(Socket socket, byte[] answer, boolean cut) {
        try (socket) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            out.write(answer, 0, cut ? answer.length / 2 : answer.length);
        } catch (IOException e) {
            // the client is gone
        }
    }

    /** Stops listening; idempotent. */
    @Override
    public void close() {
        later.shutdownNow();
        udp.close();
        try {
            tcp.close();
            for (Socket socket : silent) {
                socket.close();
            }
        } catch (IOException e) {
            // nothing depends on it
        }
    }
}
