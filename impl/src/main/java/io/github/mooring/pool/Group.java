package io.github.mooring.pool;

/**
 * Resources of one pool that can go stale without the others: those that lead to the same one of several places behind one
 * address, say. It exists as long as it has members.
 */
final class Group {
    private final Object key;
    /** Written under the pool's lock, read anywhere. */
    private volatile long generation;
    /** Guarded by the pool's lock. */
    private int members;

    Group(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }

    long generation() {
        return generation;
    }

    int members() {
        return members;
    }

    /** With the lock held: one member more. */
    Membership join() {
        members++;
        return new Membership(this, generation);
    }

    /** With the lock held: one member less; whether there are none any more. */
    boolean leave() {
        return --members == 0;
    }

    /** With the lock held: makes the present members stale. */
    void renew() {
        long next = generation + 1; // nobody else writes it meanwhile
        generation = next;
    }
}
