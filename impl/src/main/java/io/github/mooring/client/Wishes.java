package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.Transaction;
import io.github.mooring.topology.ReadPreference;
import io.github.mooring.topology.ReadSelector;
import io.github.mooring.topology.ServerSelector;
import io.github.mooring.topology.WriteSelector;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which server an operation of a session wants; immutable. What most sessions want is made once. */
final class Wishes {
    private static final Wish WRITE = Wish.of(new WriteSelector());

    private final int maxStalenessSeconds;
    private final Map<ReadPreference, Wish> withoutTags = new EnumMap<>(ReadPreference.class);

    /**
     * Those of sessions that read from nobody who is farther behind than this.
     *
     * @param maxStalenessSeconds {@link ReadSelector#ANY_STALENESS} for as far as it likes
     */
    Wishes(int maxStalenessSeconds) {
        this.maxStalenessSeconds = maxStalenessSeconds;
        for (ReadPreference preference : ReadPreference.values()) {
            withoutTags.put(preference, Wish.of(selector(preference, List.of())));
        }
    }

    /** For one operation. */
    Wish of(Command<?> command, SessionCall call) {
        if (!command.access().followsMode()) {
            return WRITE;
        }
        SessionSettings settings = call.settings();
        ReadPreference preference =
                ReadPreference.of(settings.mode(), call.bond().isAtPrimary());
        Wish wish = settings.tagSets().isEmpty()
                ? Objects.requireNonNull(withoutTags.get(preference))
                : Wish.of(selector(preference, settings.tagSets()));
        ServerAddress position = settings.mode() == Mode.MONOTONIC ? call.bond().position() : null;
        return position == null ? wish : wish.preferring(position);
    }

    /** For whatever belongs to a transaction: the mongos that it is bound to, or who takes writes. */
    Wish of(Transaction transaction) {
        ServerAddress pinned = transaction.server();
        return pinned == null ? WRITE : Wish.at(pinned);
    }

    private ServerSelector selector(ReadPreference preference, List<TagSet> tagSets) {
        return preference == ReadPreference.PRIMARY
                ? ReadSelector.of(preference)
                : new ReadSelector(preference, tagSets, maxStalenessSeconds);
    }
}
