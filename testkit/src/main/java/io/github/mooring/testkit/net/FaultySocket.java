package io.github.mooring.testkit.net;

import io.github.mooring.testkit.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A real socket with faults in front of it. As thread-safe as a socket: one reader, one writer, anyone may close. */
final class FaultySocket extends Socket {
    private final Faults faults;
    private final FaultySocketFactory factory;
    private final AtomicBoolean counted = new AtomicBoolean();
    /** Written once by the thread that first asks; streams keep byte counts, so there must be one of each. */
    private volatile @Nullable InputStream input;

    private volatile @Nullable OutputStream output;

    FaultySocket(FaultySocketFactory factory, Faults faults) {
        this.factory = factory;
        this.faults = faults;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        Gate gate = faults.connectGate;
        if (gate != null && !stopAt(gate, timeout)) {
            throw new SocketTimeoutException("Connect timed out");
        }
        if (faults.refuses) {
            throw new ConnectException("Connection refused");
        }
        super.connect(endpoint, timeout);
        counted.set(true);
        factory.opened();
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        InputStream existing = input;
        if (existing == null) {
            existing = new FaultyInput(this, super.getInputStream(), faults);
            input = existing;
        }
        return existing;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        OutputStream existing = output;
        if (existing == null) {
            existing = new FaultyOutput(this, super.getOutputStream(), faults);
            output = existing;
        }
        return existing;
    }

    @Override
    public synchronized void close() throws IOException {
        super.close();
        for (Gate gate : new Gate[] {faults.connectGate, faults.readGate, faults.writeGate}) {
            if (gate != null) {
                gate.nudge();
            }
        }
        if (counted.compareAndSet(true, false)) {
            factory.closed();
        }
    }

    /** Stops at a gate; false means that the time was over. */
    boolean stopAt(Gate gate, int timeoutMillis) throws IOException {
        try {
            boolean passed = gate.pass(timeoutMillis, this::isClosed);
            if (isClosed()) {
                throw new SocketException("Socket closed");
            }
            return passed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException("interrupted at a gate");
            wrapped.initCause(e);
            throw wrapped;
        }
    }

    /** Ends the connection with a reset, which the peer sees as well, and returns what the caller is to throw. */
    IOException reset() throws IOException {
        if (!isClosed()) {
            setSoLinger(true, 0);
            close();
        }
        return new SocketException("Connection reset");
    }
}
