package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** How a pool finds out which of its free connections serves a request. */
final class Candidates {
    private final ManagedConnectionFactory factory;
    private final Set<Trait> traits;
    private final FaultLog faults;

    Candidates(ManagedConnectionFactory factory, Set<Trait> traits, FaultLog faults) {
        this.factory = factory;
        this.traits = traits;
        this.faults = faults;
    }

    /**
     * What came of it.
     *
     * @param chosen  null if a new one is needed
     * @param refused those that are to be destroyed
     */
    record Choice(@Nullable ManagedConnection chosen, List<ManagedConnection> refused) {}

    /** Chooses among those that are free; each is asked for at most once. */
    Choice choose(List<ManagedConnection> free, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        List<ManagedConnection> refused = new ArrayList<>();
        List<ManagedConnection> left = new ArrayList<>(free);
        while (!left.isEmpty()) {
            List<ManagedConnection> offered = traits.contains(Trait.SINGLE_CANDIDATES) ? left.subList(0, 1) : left;
            ManagedConnection matched = match(offered, subject, request);
            if (matched == null && !traits.contains(Trait.SINGLE_CANDIDATES)) {
                break;
            }
            ManagedConnection decided = matched == null ? offered.get(0) : matched;
            if (matched == null) {
                faults.add("Destroying connection that could not be successfully matched: " + decided);
            } else if (!traits.contains(Trait.VALIDATES_ON_CHECK_OUT) || isValid(matched)) {
                return new Choice(matched, refused);
            }
            refused.add(decided);
            left.removeIf(connection -> connection == decided);
        }
        return new Choice(null, refused);
    }

    private @Nullable ManagedConnection match(
            List<ManagedConnection> offered, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (traits.contains(Trait.NO_MATCHING)) {
            return offered.get(0);
        }
        ManagedConnection matched = factory.matchManagedConnections(set(offered), subject, request);
        if (matched != null && offered.stream().noneMatch(candidate -> candidate == matched)) {
            faults.add("matched what was not among the candidates: " + matched);
            return null;
        }
        return matched;
    }

    private Set<?> set(List<ManagedConnection> offered) {
        Set<ManagedConnection> candidates = Collections.newSetFromMap(new IdentityHashMap<>());
        candidates.addAll(offered);
        return traits.contains(Trait.FOREIGN_CANDIDATES)
                ? new ForeignSet(candidates)
                : Collections.unmodifiableSet(candidates);
    }

    /** Whether the adapter says so; what it says against the contract is a fault, and makes the connection invalid. */
    @SuppressWarnings("rawtypes") // so declared by the interface
    boolean isValid(ManagedConnection connection) {
        if (!(factory instanceof ValidatingManagedConnectionFactory validating)) {
            return true;
        }
        try {
            Set invalid = validating.getInvalidConnections(set(List.of(connection)));
            if (invalid == null) {
                faults.add("null instead of the set of invalid connections");
                return false;
            }
            for (Object each : invalid) {
                if (each != connection) {
                    faults.add("invalid is said to be what was not asked for: " + each);
                }
            }
            return invalid.isEmpty();
        } catch (ResourceException | RuntimeException e) {
            faults.add("validation failed: " + e);
            return false;
        }
    }
}
