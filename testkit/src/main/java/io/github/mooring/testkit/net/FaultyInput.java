package io.github.mooring.testkit.net;

import io.github.mooring.testkit.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** The reading side of a {@link FaultySocket}. Confined to one reader at a time, as socket streams are. */
final class FaultyInput extends InputStream {
    private final FaultySocket socket;
    private final InputStream in;
    private final Faults faults;
    private long count;

    FaultyInput(FaultySocket socket, InputStream in, Faults faults) {
        this.socket = socket;
        this.in = in;
        this.faults = faults;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Gate gate = faults.readGate;
        if (gate != null && count >= faults.readGateAt) {
            if (!socket.stopAt(gate, socket.getSoTimeout())) {
                throw new SocketTimeoutException("Read timed out");
            }
        }
        if (count >= faults.readResetAt) {
            throw socket.reset();
        }
        if (count >= faults.readEndAt) {
            return -1;
        }
        int read = in.read(target, offset, allowed(length));
        count += Math.max(0, read);
        return read;
    }

    /** Never past the next fault, so that it strikes at its exact byte. */
    private int allowed(int length) {
        long limit = faults.readsSingleBytes ? 1 : length;
        for (long at : new long[] {faults.readGateAt, faults.readResetAt, faults.readEndAt}) {
            if (at > count) {
                limit = Math.min(limit, at - count);
            }
        }
        return (int) limit;
    }

    @Override
    public int available() throws IOException {
        return allowed(in.available());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
