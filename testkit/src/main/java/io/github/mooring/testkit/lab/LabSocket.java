package io.github.mooring.testkit.lab;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** The server's end of a connection, with a {@link Network} that can disturb it. As thread-safe as a socket. */
final class LabSocket extends Socket {
    private final Network network;

    LabSocket(Network network) {
        this.network = network;
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
            network.awaitThaw(LabSocket.this);
            out.write(source, offset, length);
        }
    }
}
