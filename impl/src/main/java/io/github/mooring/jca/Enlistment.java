package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.auth.Identity;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Has a managed connection take part in the container's transaction before its first use in it, where the container leaves that to the
 * adapter. A session that is opened and not used then takes nobody's place in the transaction. One for each operation that needs it, in one
 * thread: whether that is in a transaction the container is asked once.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/jakarta-connectors-spec-2.1">Jakarta Connectors: 8.16.2, lazy transaction
 *     enlistment optimization</a>
 */
final class Enlistment {
    private final ContainerSessionFactory.Opener opener;
    /** Null where the container does not show its transactions; else it has shown that the thread is in one. */
    private final @Nullable JtaView view;

    private Enlistment(ContainerSessionFactory.Opener opener, @Nullable JtaView view) {
        this.opener = opener;
        this.view = view;
    }

    /** For an operation that runs on this one, which takes part in no transaction; null if the container need not be asked. */
    static @Nullable Enlistment of(MongoManagedConnection carrier, ContainerSessionFactory.@Nullable Opener opener) {
        if (opener == null
                || !(opener.connections() instanceof LazyEnlistableConnectionManager)
                || !carrier.isTransactional()) {
            return null;
        }
        JtaView view = carrier.factory().transactions();
        return view == null || view.transaction() != null ? new Enlistment(opener, view) : null;
    }

    /**
     * What takes part in the transaction of the caller's thread for the same pool and user, or did, as far as it came to that through
     * {@link #check}; null for nothing.
     */
    @Nullable
    Participation known(MongoManagedConnection carrier) {
        Object known = view == null ? null : view.remembered(Place.of(carrier, opener));
        return known instanceof Participation participation ? participation : null;
    }

    /** Whether the container can put a handle on another managed connection. */
    boolean movesHandles() {
        return opener.connections() instanceof LazyAssociatableConnectionManager;
    }

    /**
     * Looks at what came of it.
     *
     * @throws MongoTransactionException if there is a transaction, and the container has not begun it here: IronJacamar takes a handle that
     *     is older than a transaction of the same component for enlisted, and never enlists it
     */
    Participation check(MongoManagedConnection carrier) {
        Participation now = Participation.of(carrier);
        if (view == null) {
            return now;
        } else if (now.transaction() == null) {
            throw new MongoTransactionException(
                    "the container has not enlisted the session in its transaction, so nothing was sent; open sessions after the"
                            + " transaction has begun, or switch lazy enlistment off (IronJacamar: enlistment=\"false\")",
                    ErrorContext.NONE,
                    null);
        }
        view.remember(Place.of(carrier, opener), now);
        return now;
    }

    /** Whose place in a transaction it is: pools are told apart by their connection managers, and within one by user. */
    private record Place(ConnectionManager connections, Identity identity) {
        static Place of(MongoManagedConnection carrier, ContainerSessionFactory.Opener opener) {
            return new Place(opener.connections(), carrier.identity());
        }
    }

    /**
     * Asks the container. It may take the handle away from the managed connection meanwhile, and have another one for it.
     *
     * @throws MongoTransactionException if the container cannot do it
     */
    void ask(MongoManagedConnection carrier) {
        try {
            ((LazyEnlistableConnectionManager) opener.connections()).lazyEnlist(carrier);
        } catch (ResourceException e) {
            throw refused(carrier.beginRefusal(), e);
        }
    }

    private static MongoTransactionException refused(@Nullable MongoException reason, ResourceException e) {
        return new MongoTransactionException(
                "the session cannot take part in the container's transaction, so nothing was sent: "
                        + (reason == null ? ErrorTranslation.texts(e) : reason.getMessage()),
                ErrorContext.NONE,
                e);
    }
}
