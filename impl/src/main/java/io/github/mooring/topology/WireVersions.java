package io.github.mooring.topology;

/**
 * The protocol versions that somebody speaks; immutable.
 *
 * @param min the oldest, 0 or more
 * @param max the newest, not less than {@code min}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#checking-wire-protocol-compatibility">
 *     Server Discovery and Monitoring: checking wire protocol compatibility</a>
 */
public record WireVersions(int min, int max) {
    /** Of a server that did not say, or that was not heard of. */
    public static final WireVersions NOT_SAID = new WireVersions(0, 0);

    /** Whether there is a version from {@code oldest} to {@code newest} among them. */
    public boolean overlap(int oldest, int newest) {
        return max >= oldest && min <= newest;
    }
}
