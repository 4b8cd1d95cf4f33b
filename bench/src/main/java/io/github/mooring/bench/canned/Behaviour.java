package io.github.mooring.bench.canned;

import java.time.Duration;
import java.util.List;

/**
 * How long a server takes; immutable. It is a model, not a sleep: requests that stand in one connection overlap in the
 * network, and queue for the server.
 *
 * @param latency   added to each reply; requests pipelined on one connection overlap in it
 * @param service   the server works so long on each request of a connection, one at a time, as mongod does
 * @param handshake added to each reply to a hello, so that dialing takes a while
 */
public record Behaviour(Duration latency, Duration service, Duration handshake) {
    /** Answers at once. */
    public static final Behaviour PLAIN = new Behaviour(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Checks the values. */
    public Behaviour {
        for (Duration part : List.of(latency, service, handshake)) {
            if (part.isNegative()) {
                throw new IllegalArgumentException(
                        "a server cannot be faster than at once: latency " + latency.toNanos() / 1000 + " us, service "
                                + service.toNanos() / 1000 + " us, handshake " + handshake.toNanos() / 1000 + " us");
            }
        }
    }

    /** As this one, with a network in between. */
    public Behaviour withLatency(Duration value) {
        return new Behaviour(value, service, handshake);
    }

    /** As this one, with work to do for each request. */
    public Behaviour withService(Duration value) {
        return new Behaviour(latency, value, handshake);
    }

    /** As this one, with slow handshakes. */
    public Behaviour withHandshake(Duration value) {
        return new Behaviour(latency, service, value);
    }

    /** Whether replies must wait at all. */
    boolean delays() {
        return !equals(PLAIN);
    }

    /** When the server has worked off a request, which it begins when that is there and the one before is done. */
    long doneNanos(long arrivedNanos, long busyUntilNanos) {
        long begin = arrivedNanos - busyUntilNanos > 0 ? arrivedNanos : busyUntilNanos;
        return begin + service.toNanos();
    }

    /** When the reply to a request that was worked off then reaches the client. */
    long dueNanos(long doneNanos, boolean hello) {
        return doneNanos + latency.toNanos() + (hello ? handshake.toNanos() : 0);
    }

    /** Requests in a second that so many connections can carry for so many callers, by arithmetic. */
    public double limitPerSecond(int threads, int connections) {
        double roundTrip = (latency.toNanos() + service.toNanos()) / 1e9;
        double byCallers = roundTrip == 0 ? Double.POSITIVE_INFINITY : threads / roundTrip;
        double byService = service.isZero() ? Double.POSITIVE_INFINITY : connections * 1e9 / service.toNanos();
        return Math.min(byCallers, byService);
    }

    /** The form that {@link #parse} reads: microseconds. */
    String text() {
        return latency.toNanos() / 1000 + "," + service.toNanos() / 1000 + "," + handshake.toNanos() / 1000;
    }

    /** Reads {@code latency,service,handshake} in microseconds. */
    static Behaviour parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a behaviour is latency,service,handshake in microseconds, such as 1000,0,0; this is '" + text
                            + "'");
        }
        return new Behaviour(micros(parts[0]), micros(parts[1]), micros(parts[2]));
    }

    private static Duration micros(String text) {
        return Duration.ofNanos(Long.parseLong(text) * 1000);
    }
}
