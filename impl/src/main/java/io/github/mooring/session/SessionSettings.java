package io.github.mooring.session;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.UuidRepresentation;

/**
 * What a session is set to; immutable, so that a copy of a session shares nothing that can change.
 *
 * @param mode         from which servers it reads
 * @param tagSets      which secondaries it reads from, in the order of preference; empty is any
 * @param readConcern  what its reads ask for
 * @param writeConcern what its writes ask for
 * @param limits       how long it waits
 * @param defaults     what its operations do unless they say something else
 * @param recovery     what it does after a network error
 * @param uuids        how a {@link java.util.UUID} is written, and what is read as one
 * @param causal       whether its operations follow one another wherever they are carried out
 */
public record SessionSettings(
        Mode mode,
        List<TagSet> tagSets,
        ReadConcern readConcern,
        WriteConcern writeConcern,
        Limits limits,
        Defaults defaults,
        SessionRecovery recovery,
        UuidRepresentation uuids,
        boolean causal) {
    /** Checks for null and copies the list. */
    public SessionSettings {
        Objects.requireNonNull(mode, "mode");
        tagSets = List.copyOf(tagSets);
        Objects.requireNonNull(readConcern, "readConcern");
        Objects.requireNonNull(writeConcern, "writeConcern");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(defaults, "defaults");
        Objects.requireNonNull(recovery, "recovery");
        Objects.requireNonNull(uuids, "uuids");
    }

    /** Settings without causal consistency. */
    public SessionSettings(
            Mode mode,
            List<TagSet> tagSets,
            ReadConcern readConcern,
            WriteConcern writeConcern,
            Limits limits,
            Defaults defaults,
            SessionRecovery recovery,
            UuidRepresentation uuids) {
        this(mode, tagSets, readConcern, writeConcern, limits, defaults, recovery, uuids, false);
    }

    /** Settings without tags, limits and defaults, for a session that heals, with UUIDs in the standard representation. */
    public SessionSettings(Mode mode, ReadConcern readConcern, WriteConcern writeConcern) {
        this(
                mode,
                List.of(),
                readConcern,
                writeConcern,
                Limits.NONE,
                Defaults.NONE,
                SessionRecovery.AUTO,
                UuidRepresentation.STANDARD);
    }

    /**
     * How long a session waits; immutable.
     *
     * @param timeout          longest time of one operation with all its waits; zero is no limit
     * @param waitQueueTimeout longest wait for a connection; zero leaves it to {@code timeout}
     */
    public record Limits(Duration timeout, Duration waitQueueTimeout) {
        /** What milliseconds in 32 bits can say, as the options have it. */
        private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

        /** For ever. */
        public static final Limits NONE = new Limits(Duration.ZERO, Duration.ZERO);

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if one is negative, or longer than milliseconds in 32 bits
         */
        public Limits {
            check("timeout", timeout);
            check("waitQueueTimeout", waitQueueTimeout);
        }

        private static void check(String name, Duration value) {
            if (Objects.requireNonNull(value, name).isNegative() || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        name + " is " + value + ", allowed is 0 (no limit) to " + LONGEST.toMillis() + " ms");
            }
        }
    }

    /**
     * What operations do unless they say something else; immutable.
     *
     * @param batchSize                documents per round trip; 0 leaves it to the server
     * @param noCursorTimeout          whether the server keeps cursors however long they lie idle
     * @param bypassDocumentValidation whether writes skip the validation rules
     */
    public record Defaults(int batchSize, boolean noCursorTimeout, boolean bypassDocumentValidation) {
        /** Nothing special. */
        public static final Defaults NONE = new Defaults(0, false, false);

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if {@code batchSize} is negative
         */
        public Defaults {
            if (batchSize < 0) {
                throw new IllegalArgumentException("batchSize is " + batchSize + ", allowed is 0 or more");
            }
        }

        /** These with another {@code batchSize}. */
        public Defaults withBatchSize(int newBatchSize) {
            return new Defaults(newBatchSize, noCursorTimeout, bypassDocumentValidation);
        }

        /** These with cursors kept by the server, or not. */
        public Defaults withNoCursorTimeout(boolean kept) {
            return new Defaults(batchSize, kept, bypassDocumentValidation);
        }

        /** These with writes that skip the validation rules, or not. */
        public Defaults withBypassDocumentValidation(boolean bypass) {
            return new Defaults(batchSize, noCursorTimeout, bypass);
        }
    }

    /** These settings with another mode. */
    public SessionSettings withMode(Mode newMode) {
        return new SessionSettings(
                newMode, tagSets, readConcern, writeConcern, limits, defaults, recovery, uuids, causal);
    }

    /** These settings with other tags. */
    public SessionSettings withTagSets(List<TagSet> newTagSets) {
        return new SessionSettings(
                mode, newTagSets, readConcern, writeConcern, limits, defaults, recovery, uuids, causal);
    }

    /** These settings with another read concern. */
    public SessionSettings withReadConcern(ReadConcern newReadConcern) {
        return new SessionSettings(
                mode, tagSets, newReadConcern, writeConcern, limits, defaults, recovery, uuids, causal);
    }

    /** These settings with another write concern. */
    public SessionSettings withWriteConcern(WriteConcern newWriteConcern) {
        return new SessionSettings(
                mode, tagSets, readConcern, newWriteConcern, limits, defaults, recovery, uuids, causal);
    }

    /** These settings with another time-out of operations. */
    public SessionSettings withTimeout(Duration timeout) {
        return withLimits(new Limits(timeout, limits.waitQueueTimeout));
    }

    /** These settings with another time-out of the wait for a connection. */
    public SessionSettings withWaitQueueTimeout(Duration waitQueueTimeout) {
        return withLimits(new Limits(limits.timeout, waitQueueTimeout));
    }

    /** These settings with other limits. */
    public SessionSettings withLimits(Limits newLimits) {
        return new SessionSettings(
                mode, tagSets, readConcern, writeConcern, newLimits, defaults, recovery, uuids, causal);
    }

    /** These settings with other defaults. */
    public SessionSettings withDefaults(Defaults newDefaults) {
        return new SessionSettings(
                mode, tagSets, readConcern, writeConcern, limits, newDefaults, recovery, uuids, causal);
    }

    /** These settings with another recovery. */
    public SessionSettings withRecovery(SessionRecovery newRecovery) {
        return new SessionSettings(
                mode, tagSets, readConcern, writeConcern, limits, defaults, newRecovery, uuids, causal);
    }

    /** These settings with another representation of UUIDs. */
    public SessionSettings withUuids(UuidRepresentation newUuids) {
        return new SessionSettings(
                mode, tagSets, readConcern, writeConcern, limits, defaults, recovery, newUuids, causal);
    }

    /** These settings with operations that follow one another wherever they are carried out, or not. */
    public SessionSettings withCausal(boolean newCausal) {
        return new SessionSettings(
                mode, tagSets, readConcern, writeConcern, limits, defaults, recovery, uuids, newCausal);
    }

    /** Sets another session to the same, as far as a session can be set; what cannot is the configuration's. */
    public void applyTo(MongoSession session) {
        session.setMode(mode);
        session.selectServers(tagSets.toArray(TagSet[]::new));
        session.setReadConcern(readConcern);
        session.setWriteConcern(writeConcern);
        session.setTimeout(limits.timeout);
        session.setWaitQueueTimeout(limits.waitQueueTimeout);
        session.setBatchSize(defaults.batchSize);
        session.setNoCursorTimeout(defaults.noCursorTimeout);
        session.setBypassDocumentValidation(defaults.bypassDocumentValidation);
        session.setCausalConsistency(causal);
    }
}
