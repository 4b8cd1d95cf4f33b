package io.github.mooring.testkit.lab;

/** What a member of a replica set is at a moment, with the number that {@code replSetGetStatus} gives to it. */
public enum MemberState {
    /** Takes writes. */
    PRIMARY(1),
    /** Takes reads from clients that allow it. */
    SECONDARY(2),
    /** Up, but neither to be read nor to be elected. */
    RECOVERING(3),
    /** Votes and holds no data. */
    ARBITER(7),
    /** Not running. */
    DOWN(8),
    /** Running, but no longer part of the set. */
    REMOVED(10);

    private final int number;

    MemberState(int number) {
        this.number = number;
    }

    /** The server's number for this state. */
    public int number() {
        return number;
    }
}
