package io.github.mooring.pool;

/**
 * To which group of its pool a resource belongs, and how new it is there; immutable. Groups are for pools whose address hides
 * several places: see {@link Newcomer#join}.
 */
public final class Membership {
    private final Group group;
    private final long generation;

    Membership(Group group, long generation) {
        this.group = group;
        this.generation = generation;
    }

    /** What the group was called when the resource joined it. */
    public Object group() {
        return group.key();
    }

    /** Whether the group was cleared after the resource had joined it; see {@link Pool#clear(Membership, boolean)}. */
    public boolean isStale() {
        return group.generation() != generation;
    }

    boolean isOf(Group other) {
        return group == other;
    }

    Group whole() {
        return group;
    }
}
