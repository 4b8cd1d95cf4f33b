package io.github.mooring.testkit.net;

import io.github.mooring.testkit.Gate;
import java.io.IOException;
import java.io.OutputStream;

/** The writing side of a {@link FaultySocket}. Confined to one writer at a time, as socket streams are. */
final class FaultyOutput extends OutputStream {
    private final FaultySocket socket;
    private final OutputStream out;
    private final Faults faults;
    private long count;

    FaultyOutput(FaultySocket socket, OutputStream out, Faults faults) {
        this.socket = socket;
        this.out = out;
        this.faults = faults;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            strike();
            int piece = allowed(left);
            out.write(source, at, piece);
            count += piece;
            at += piece;
            left -= piece;
        }
    }

    private void strike() throws IOException {
        Gate gate = faults.writeGate;
        if (gate != null && count >= faults.writeGateAt) {
            socket.stopAt(gate, 0);
        }
        if (count >= faults.writeResetAt) {
            throw socket.reset();
        }
        if (count >= faults.writeFailureAt) {
            throw new IOException("write failed by order after " + count + " bytes");
        }
    }

    private int allowed(int length) {
        long limit = length;
        for (long at : new long[] {faults.writeGateAt, faults.writeResetAt, faults.writeFailureAt}) {
            if (at > count) {
                limit = Math.min(limit, at - count);
            }
        }
        return (int) limit;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
