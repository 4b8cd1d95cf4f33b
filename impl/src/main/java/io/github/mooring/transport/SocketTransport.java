package io.github.mooring.transport;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a blocking socket, encrypted or not.
 *
 * <p>A read is limited by SO_TIMEOUT, computed anew from what is left of the deadline, or by {@link WriteWatchdog}, as a
 * write is. Once a socket of the JDK's was read with SO_TIMEOUT it stays in non-blocking mode, and each read that has to
 * wait costs a futile one and a poll from then on.
 * Closing goes to the raw socket without TLS's farewell: that would be a write, and a write can block.
 */
final class SocketTransport implements Transport, WriteWatchdog.Watched {
    private final ServerAddress peer;
    /** The TCP socket; the same as {@code socket} without TLS. */
    private final Socket raw;

    private final Socket socket;
    private final boolean encrypted;
    private final InputStream in;
    private final OutputStream out;
    private final String description;
    /** Made once, not per read or write. */
    private final ErrorContext sent;

    private final ErrorContext unsent;
    private final WriteWatchdog watchdog;
    private final Function<IOException, String> reasons;
    private final DeadlineGuard reading = new DeadlineGuard();
    private final DeadlineGuard writing = new DeadlineGuard();
    /** What SO_TIMEOUT is; used by the reading thread only, and readers follow each other. */
    private int soTimeoutMillis;
    /** Goes from false to true once, in close. */
    private volatile boolean closed;

    SocketTransport(ServerAddress peer, Socket raw, Socket socket, WriteWatchdog watchdog) throws IOException {
        this(peer, raw, socket, watchdog, e -> String.valueOf(e.getMessage()));
    }

    /**
     * As above.
     *
     * @param reasons says why the connection broke
     */
    SocketTransport(
            ServerAddress peer,
            Socket raw,
            Socket socket,
            WriteWatchdog watchdog,
            Function<IOException, String> reasons)
            throws IOException {
        this.peer = peer;
        this.reasons = reasons;
        this.sent = ErrorContext.sent(peer);
        this.unsent = ErrorContext.unsent(peer);
        this.raw = raw;
        this.socket = socket;
        this.encrypted = socket instanceof SSLSocket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.description = describe();
        this.watchdog = watchdog;
        this.soTimeoutMillis = socket.getSoTimeout();
        watchdog.watch(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int length, Deadline deadline) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            throw new IllegalArgumentException("a read of 0 bytes can neither wait nor tell the end of the stream");
        }
        while (true) {
            requireUsable("read from", sent);
            if (deadline.isExpired()) {
                throw timedOut("nothing came from " + peer, deadline, sent, null);
            }
            try {
                limitReads(deadline);
                return readGuarded(buffer, offset, length, deadline);
            } catch (SocketTimeoutException e) {
                if (deadline.isNever()) {
                    throw failed("reading from", e, sent, deadline);
                }
                // otherwise the deadline decides: it runs by another clock than the socket
            } catch (IOException e) {
                throw failed("reading from", e, sent, deadline);
            }
        }
    }

    @Override
    public int readOrClose(byte[] buffer, int offset, int length, Deadline deadline) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        requireOpen("read from", sent);
        reading.begin(deadline);
        try {
            setReadTimeout(0);
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw failed("reading from", e, sent, deadline);
        } finally {
            reading.end(deadline); // had it been aborted, the next use would find the transport closed
        }
    }

    @Override
    public boolean hasBytes() {
        try {
            return !closed
                    && (in.available() > 0 || (encrypted && raw.getInputStream().available() > 0));
        } catch (IOException e) {
            return false; // the next read or write says what is wrong
        }
    }

    private int readGuarded(byte[] buffer, int offset, int length, Deadline deadline) throws IOException {
        if (!encrypted) {
            return in.read(buffer, offset, length);
        }
        reading.begin(deadline);
        try {
            return in.read(buffer, offset, length);
        } finally {
            reading.end(deadline); // had it been aborted, the next use would find the transport closed
        }
    }

    private void limitReads(Deadline deadline) throws IOException {
        setReadTimeout(
                deadline.isNever() ? 0 : (int) Math.max(1, Math.min(deadline.remainingMillis(), Integer.MAX_VALUE)));
    }

    private void setReadTimeout(int millis) throws IOException {
        if (millis != soTimeoutMillis) {
            socket.setSoTimeout(millis);
            soTimeoutMillis = millis;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Deadline deadline) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen("write to", unsent);
        boolean inTime = false;
        writing.begin(deadline);
        try {
            out.write(bytes, offset, length);
            inTime = writing.end(deadline);
        } catch (IOException e) {
            throw failed("writing " + length + " bytes to", e, sent, deadline);
        } finally {
            if (!inTime) {
                close(); // also after an unchecked exception of a socket that is not the JDK's
            }
        }
        if (!inTime) {
            throw timedOut("writing " + length + " bytes to " + peer + " took too long", deadline, sent, null);
        }
    }

    @Override
    public void abortIfOverdue() {
        boolean overdueWrite = writing.abortIfOverdue();
        boolean overdueRead = reading.abortIfOverdue();
        if (overdueWrite || overdueRead) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        watchdog.unwatch(this);
        closeQuietly(raw);
    }

    /** Closes a socket of which nobody wants to know any more how it fares. */
    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to be done for it: the descriptor is gone either way
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isEncrypted() {
        return encrypted;
    }

    @Override
    public ServerAddress peer() {
        return peer;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return description + (closed ? " (closed)" : "");
    }

    private String describe() {
        String ends = raw.getLocalSocketAddress() + " -> " + peer + " at " + raw.getRemoteSocketAddress();
        return socket instanceof SSLSocket tls ? ends + ", " + tls.getSession().getProtocol() : ends + ", no TLS";
    }

    private void requireOpen(String what, ErrorContext context) {
        if (closed) {
            throw new MongoSocketException("cannot " + what + " " + peer + ": the connection is closed", context, null);
        }
    }

    private void requireUsable(String what, ErrorContext context) {
        requireOpen(what, context);
        if (Thread.currentThread().isInterrupted()) {
            throw new MongoInterruptedException(
                    "the thread was interrupted when it was about to " + what + " " + peer, context, null);
        }
    }

    /** Closes, and finds the right name for what the socket called an I/O error. */
    private MongoException failed(String step, IOException cause, ErrorContext context, Deadline deadline) {
        boolean closedBefore = closed;
        close();
        if (writing.isAborted() || reading.isAborted()) {
            return timedOut(step + " " + peer + " took too long", deadline, context, cause);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new MongoInterruptedException(
                    "the thread was interrupted while " + step + " " + peer, context, cause);
        }
        String reason = closedBefore ? "the connection was closed on this side" : reasons.apply(cause);
        return new MongoSocketException(step + " " + peer + " failed: " + reason, context, cause);
    }

    private static MongoOperationTimeoutException timedOut(
            String what, Deadline deadline, ErrorContext context, @Nullable IOException cause) {
        String limit = " (deadline of " + deadline.budget().toMillis() + " ms, passed after "
                + deadline.elapsed().toMillis() + " ms)";
        return new MongoOperationTimeoutException(what + limit, context, cause);
    }
}
