package io.github.mooring.testkit.net;

import io.github.mooring.testkit.Gate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on one client socket, and after how many bytes. Immutable; each method returns a changed copy.
 *
 * <p>Byte counts run over the life of the socket, in each direction separately. Faults of the same direction combine: the one
 * with the smaller count strikes first.
 */
public final class Faults {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Faults NONE = new Faults();

    boolean refuses;
    boolean readsSingleBytes;

    @Nullable
    Gate connectGate;

    @Nullable
    Gate readGate;

    @Nullable
    Gate writeGate;

    long readGateAt = NEVER;
    long writeGateAt = NEVER;
    long readResetAt = NEVER;
    long writeResetAt = NEVER;
    long readEndAt = NEVER;
    long writeFailureAt = NEVER;

    private Faults() {}

    private Faults(Faults from) {
        refuses = from.refuses;
        readsSingleBytes = from.readsSingleBytes;
        connectGate = from.connectGate;
        readGate = from.readGate;
        writeGate = from.writeGate;
        readGateAt = from.readGateAt;
        writeGateAt = from.writeGateAt;
        readResetAt = from.readResetAt;
        writeResetAt = from.writeResetAt;
        readEndAt = from.readEndAt;
        writeFailureAt = from.writeFailureAt;
    }

    /** A socket without faults. */
    public static Faults none() {
        return NONE;
    }

    /** Connecting fails with {@code ConnectException}; nothing is sent. */
    public Faults refuse() {
        Faults copy = new Faults(this);
        copy.refuses = true;
        return copy;
    }

    /** Connecting hangs at the gate; the connect timeout and closing the socket end it as they would in earnest. */
    public Faults hangConnect(Gate gate) {
        Faults copy = new Faults(this);
        copy.connectGate = gate;
        return copy;
    }

    /** Reads return at most one byte. */
    public Faults shortReads() {
        Faults copy = new Faults(this);
        copy.readsSingleBytes = true;
        return copy;
    }

    /** Reading byte {@code n} (counted from 0) resets the connection for both sides. */
    public Faults resetAfterReading(long n) {
        Faults copy = new Faults(this);
        copy.readResetAt = requireCount(n);
        return copy;
    }

    /** Writing beyond {@code n} bytes sends those and resets the connection for both sides. */
    public Faults resetAfterWriting(long n) {
        Faults copy = new Faults(this);
        copy.writeResetAt = requireCount(n);
        return copy;
    }

    /** The stream seems to end after {@code n} bytes. */
    public Faults endAfterReading(long n) {
        Faults copy = new Faults(this);
        copy.readEndAt = requireCount(n);
        return copy;
    }

    /** Writing beyond {@code n} bytes sends those and throws; the connection itself stays. */
    public Faults failAfterWriting(long n) {
        Faults copy = new Faults(this);
        copy.writeFailureAt = requireCount(n);
        return copy;
    }

    /** Reading byte {@code n} waits at the gate; the socket's read timeout and closing it end the wait. */
    public Faults blockReadAfter(long n, Gate gate) {
        Faults copy = new Faults(this);
        copy.readGateAt = requireCount(n);
        copy.readGate = gate;
        return copy;
    }

    /** Writing beyond {@code n} bytes sends those and waits at the gate; closing the socket ends the wait. */
    public Faults blockWriteAfter(long n, Gate gate) {
        Faults copy = new Faults(this);
        copy.writeGateAt = requireCount(n);
        copy.writeGate = gate;
        return copy;
    }

    private static long requireCount(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("a byte count must be at least 0, not " + n);
        }
        return n;
    }
}
