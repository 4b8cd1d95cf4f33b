package io.github.mooring.time;

/**
 * Which run of a repeated task is to come, for a runner whose schedule may be too late to take an entry back; guarded by
 * its owner's lock. Each entry of the schedule carries a number, and only the last one's counts, so a run that was hurried
 * leaves nothing behind but an entry that does nothing.
 */
public final class Turns {
    private long last;
    /** Whether an entry is scheduled and has not begun. */
    private boolean waiting;
    /** Whether the run that is to come, scheduled or not, shall come soon. */
    private boolean hurried;

    /** A task that is not scheduled. */
    public Turns() {}

    /** The number of the entry that is about to be scheduled; those before it do not count any more. */
    public long next() {
        waiting = true;
        return ++last;
    }

    /** Whether the entry with this number, which is due, shall run. */
    public boolean begin(long turn) {
        if (!waiting || turn != last) {
            return false;
        }
        waiting = false;
        hurried = false;
        return true;
    }

    /** How long the pause after a run is that wants it to be so long. */
    public long pause(long nanos) {
        return hurried ? 0 : nanos;
    }

    /** Notes that a run is wanted soon; true if it has to be scheduled now, false if it comes by itself. */
    public boolean hurry() {
        boolean known = hurried;
        hurried = true;
        return waiting && !known;
    }
}
