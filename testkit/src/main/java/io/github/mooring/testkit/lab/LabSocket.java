package io.github.mooring.testkit.lab;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection, with a {@link Network} that can disturb it. As thread-safe as a socket. */
final class LabSocket extends Socket {
    private final Network network;
    /** Set by the network, under its lock; read wherever bytes pass. */
    private volatile LinkFault fault = LinkFault.NONE;
    /** Bytes have vanished, so the connection can never be made good again. */
    private volatile boolean torn;

    private final AtomicBoolean fresh = new AtomicBoolean(true);
    private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
    /** Made for the first reply that is to come late. */
    private final AtomicReference<@Nullable LateDelivery> late = new AtomicReference<>();

    LabSocket(Network network) {
        this.network = network;
    }

    /** Whether no command was seen on it before. */
    boolean firstCommand() {
        return fresh.getAndSet(false);
    }

    /** What becomes of bytes from now on. */
    void fault(LinkFault next) {
        if (next.equals(fault)) {
            return;
        }
        untilCut.set(next.cutAfter() < 0 ? Long.MAX_VALUE : next.cutAfter());
        fault = next;
    }

    /** Bytes vanish from now on, for ever. */
    void abandon() {
        torn = true;
    }

    /** Whether bytes have vanished. */
    boolean isTorn() {
        return torn;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    @Override
    public synchronized void close() throws IOException {
        if (network.isAbrupt() && !isClosed()) {
            setSoLinger(true, 0);
        }
        super.close();
        LateDelivery delivery = late.get();
        if (delivery != null) {
            delivery.end();
        }
        network.closed(this);
    }

    /** Ends the connection with a reset; what was not yet delivered is lost. */
    void reset() {
        try {
            if (!isClosed()) {
                setSoLinger(true, 0);
            }
            close();
        } catch (IOException e) {
            if (!isClosed()) {
                throw new UncheckedIOException("resetting a socket on loopback failed", e);
            }
        }
    }

    /** Whether the next bytes vanish. */
    private boolean swallows() {
        if (fault.silent()) {
            torn = true;
        }
        return torn;
    }

    private void write(OutputStream out, byte[] source, int offset, int length) throws IOException {
        network.awaitThaw(this);
        if (swallows()) {
            return;
        }
        LateDelivery delivery = late.get();
        if (delivery == null && !fault.delay().isZero()) {
            delivery = new LateDelivery(network, this, (bytes, at, count) -> pass(out, bytes, at, count));
            late.set(delivery);
            network.deliver(delivery);
        }
        if (delivery == null) {
            pass(out, source, offset, length);
        } else {
            delivery.add(source, offset, length, fault.delay());
        }
    }

    /** Sends bytes, as slowly and as far as the fault has it. */
    private void pass(OutputStream out, byte[] source, int offset, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
            if (swallows()) {
                return;
            }
            int rate = fault.bytesPerMillisecond();
            long allowed = Math.min(untilCut.get(), rate == 0 ? length : rate);
            int piece = (int) Math.min(allowed, length - sent);
            // counted before it is sent: who has received a reply may order a cut that counts from there
            long left = untilCut.addAndGet(-piece);
            out.write(source, offset + sent, piece);
            sent += piece;
            if (left <= 0) {
                reset();
                throw new SocketException("cut by order");
            }
            if (rate > 0 && sent < length) {
                network.pause(this);
            }
        }
    }

    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            network.awaitThaw(LabSocket.this);
            while (count >= 0 && swallows()) {
                count = in.read(target, offset, length);
            }
            return count;
        }
    }

    private final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            LabSocket.this.write(out, source, offset, length);
        }
    }
}
