package io.github.mooring.testkit.lab;

import java.util.Map;
import java.util.TreeMap;

/**
 * A member's part of the replica set's configuration. Immutable.
 *
 * @param arbiter whether it only votes
 * @param hidden whether hello leaves it out
 * @param priority 0 if it never becomes primary; of the others the highest is elected first
 * @param tags what read preferences may ask for
 */
public record MemberOptions(boolean arbiter, boolean hidden, int priority, Map<String, String> tags) {
    private static final int MAX_PRIORITY = 1000;

    /**
     * Checks what a server would check.
     *
     * @throws IllegalArgumentException if the priority is not 0..1000, or not 0 for an arbiter or a hidden member
     */
    public MemberOptions {
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority must be 0.." + MAX_PRIORITY + ", not " + priority);
        }
        if (priority > 0 && (arbiter || hidden)) {
            throw new IllegalArgumentException("an arbiter or hidden member has priority 0, not " + priority);
        }
        tags = Map.copyOf(tags);
    }

    /** An ordinary member: priority 1, no tags. */
    public static MemberOptions electable() {
        return new MemberOptions(false, false, 1, Map.of());
    }

    /** A member with data that never becomes primary. */
    public static MemberOptions passive() {
        return new MemberOptions(false, false, 0, Map.of());
    }

    /** A passive member that clients do not discover. */
    public static MemberOptions unseen() {
        return new MemberOptions(false, true, 0, Map.of());
    }

    /** A member that only votes. */
    public static MemberOptions voter() {
        return new MemberOptions(true, false, 0, Map.of());
    }

    /** The same with another priority. */
    public MemberOptions withPriority(int number) {
        return new MemberOptions(arbiter, hidden, number, tags);
    }

    /** The same with one more tag. */
    public MemberOptions withTag(String name, String value) {
        Map<String, String> more = new TreeMap<>(tags);
        more.put(name, value);
        return new MemberOptions(arbiter, hidden, priority, more);
    }
}
