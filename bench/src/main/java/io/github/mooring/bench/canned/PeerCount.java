package io.github.mooring.bench.canned;

/**
 * The connections of one client, as the server has counted them.
 *
 * @param accepted     so far
 * @param open         now
 * @param peak         most at the same time, those being dialed and those of monitors included
 * @param carrierPeak  most at the same time among those that sooner or later carried a request other than a hello
 */
public record PeerCount(int accepted, int open, int peak, int carrierPeak) {
    /** A client that was never seen. */
    public static final PeerCount NONE = new PeerCount(0, 0, 0, 0);
}
