package io.github.mooring.session;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import java.util.Objects;

/**
 * What a session is set to; immutable, so that a copy of a session shares nothing that can change.
 *
 * @param mode         from which servers it reads
 * @param readConcern  what its reads ask for
 * @param writeConcern what its writes ask for
 */
public record SessionSettings(Mode mode, ReadConcern readConcern, WriteConcern writeConcern) {
    /** Checks for null. */
    public SessionSettings {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(readConcern, "readConcern");
        Objects.requireNonNull(writeConcern, "writeConcern");
    }

    /** These settings with another mode. */
    public SessionSettings withMode(Mode newMode) {
        return new SessionSettings(newMode, readConcern, writeConcern);
    }

    /** These settings with another read concern. */
    public SessionSettings withReadConcern(ReadConcern newReadConcern) {
        return new SessionSettings(mode, newReadConcern, writeConcern);
    }

    /** These settings with another write concern. */
    public SessionSettings withWriteConcern(WriteConcern newWriteConcern) {
        return new SessionSettings(mode, readConcern, newWriteConcern);
    }
}
