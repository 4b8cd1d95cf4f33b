package io.github.mooring.testkit.container;

/**
 * One thing that containers do differently and that adapters have to bear. A container is a set of them:
 * {@link Personality} has the sets that belong to kinds of servers, and any other set is as good.
 */
public enum Trait {
    /** Offers {@code matchManagedConnections} one candidate at a time, and destroys it if it is refused. */
    SINGLE_CANDIDATES,
    /** Gives out any free connection without asking {@code matchManagedConnections}; for pools of one user. */
    NO_MATCHING,
    /** Offers sets that allow nothing but being gone through, and hold objects of other adapters and null. */
    FOREIGN_CANDIDATES,
    /** Asks {@code getInvalidConnections} at every check-out, holding the pool's lock and a permit meanwhile. */
    VALIDATES_ON_CHECK_OUT,
    /** Keeps apart, each with its own limit, what was asked for with different Subjects or requests. */
    POOL_PER_USER,
    /** Makes {@link FakePool#STEADY_SIZE} connections, without a request, before the first is asked for. */
    PREFILLS,
    /** Tests connections with one that never was in a pool, and not by checking one out. */
    UNPOOLED_TEST,
    /** Hands over a Subject with a credential that it made up, without name and password, where none is set. */
    MADE_UP_SUBJECTS,
    /** Its pools are {@link LazyPool}s, which take connections from under their handles. */
    LAZY_ASSOCIATION,
    /** Leaves it to managed connections that are able to, to say when they are to be part of a transaction. */
    LAZY_ENLISTMENT,
    /** Destroys all connections after an error of one of them; otherwise that one only. */
    PURGES_ALL,
    /** Asks which of the others are invalid after an error of one, and destroys those. */
    VALIDATES_AFTER_ERROR,
    /** Closes handles that are left at the end of a call, by a public {@code close()} found by reflection. */
    CLOSES_LEAKED_HANDLES,
    /** Acts on events later: when the next connection is asked for, or {@link FakePool#settle()} is called. */
    DEFERS_EVENTS,
    /** Has listeners that throw, take themselves away, and call the handle and the connection back. */
    UNRULY_LISTENERS,
    /** Calls twice what may be called twice: cleanup, destroy, setResourceAdapter, stop. */
    REPEATS_CALLS,
    /** Refuses timers. */
    NO_TIMERS,
    /** Knows {@code HintsContext}. */
    KNOWS_HINTS,
    /** Calls {@code Work.release} before, during and after every run, on several threads. */
    RELEASES_EVERY_WORK,
    /** Refuses works now and then, at once or through their listener, and runs some of those all the same. */
    UNRELIABLE_WORKS,
    /** Tells the listener of a work what happens in the wrong order, and more than once. */
    SHUFFLES_WORK_EVENTS,
    /** Sets the properties of beans after they were associated and asked for what they make. */
    LATE_PROPERTIES,
    /** Stops the adapter before the applications that use it. */
    ADAPTER_STOPS_FIRST,
    /** Starts and stops adapters, and runs works, without a context class loader. */
    NO_CONTEXT_LOADER
}
