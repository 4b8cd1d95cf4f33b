package io.github.mooring.testkit.lab;

/** What a node is at a moment, with the number that {@code replSetGetStatus} gives to it if it is a member of a set. */
public enum MemberState {
    /** Takes writes. */
    PRIMARY(1),
    /** Takes reads from clients that allow it. */
    SECONDARY(2),
    /** Up, but neither to be read nor to be elected. */
    RECOVERING(3),
    /** Votes and holds no data. */
    ARBITER(7),
    /** A mongos. */
    ROUTER(-1),
    /** A server that belongs to no set. */
    STANDALONE(-1),
    /** Not running. */
    DOWN(8),
    /** Running, but no longer part of the set. */
    REMOVED(10);

    private final int number;

    MemberState(int number) {
        this.number = number;
    }

    /** The server's number for this state; negative if no member of a set can have it. */
    public int number() {
        return number;
    }
}
