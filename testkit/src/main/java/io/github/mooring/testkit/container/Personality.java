package io.github.mooring.testkit.container;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Kinds of containers, by what they do to adapters. They are behaviours that were observed, and no server's code. */
public enum Personality {
    /** As WildFly does, and IronJacamar by itself. */
    WILDFLY(EnumSet.of(
            Trait.SINGLE_CANDIDATES,
            Trait.VALIDATES_ON_CHECK_OUT,
            Trait.POOL_PER_USER,
            Trait.LAZY_ASSOCIATION,
            Trait.LAZY_ENLISTMENT,
            Trait.CLOSES_LEAKED_HANDLES,
            Trait.RELEASES_EVERY_WORK,
            Trait.KNOWS_HINTS)),
    /** As GlassFish and Payara do. */
    GLASSFISH(EnumSet.of(Trait.PREFILLS, Trait.UNPOOLED_TEST, Trait.MADE_UP_SUBJECTS, Trait.KNOWS_HINTS)),
    /** As Open Liberty does. */
    LIBERTY(EnumSet.of(
            Trait.PURGES_ALL,
            Trait.VALIDATES_AFTER_ERROR,
            Trait.NO_TIMERS,
            Trait.KNOWS_HINTS,
            Trait.LATE_PROPERTIES,
            Trait.ADAPTER_STOPS_FIRST)),
    /** Whatever the contract does not forbid. */
    HOSTILE(EnumSet.of(
            Trait.FOREIGN_CANDIDATES,
            Trait.VALIDATES_ON_CHECK_OUT,
            Trait.LAZY_ASSOCIATION,
            Trait.DEFERS_EVENTS,
            Trait.UNRULY_LISTENERS,
            Trait.REPEATS_CALLS,
            Trait.NO_TIMERS,
            Trait.RELEASES_EVERY_WORK,
            Trait.UNRELIABLE_WORKS,
            Trait.SHUFFLES_WORK_EVENTS,
            Trait.NO_CONTEXT_LOADER));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<Trait> traits;

    Personality(Set<Trait> traits) {
        this.traits = Collections.unmodifiableSet(traits);
    }

    /** What it does; unmodifiable. */
    public Set<Trait> traits() {
        return traits;
    }
}
