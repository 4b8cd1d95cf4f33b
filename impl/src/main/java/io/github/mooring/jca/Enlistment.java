package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Has a managed connection take part in the container's transaction before its first use in it, where the container leaves that to the
 * adapter. A session that is opened and not used then takes nobody's place in the transaction. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/jakarta-connectors-spec-2.1">Jakarta Connectors: 8.16.2, lazy transaction
 *     enlistment optimization</a>
 */
final class Enlistment {
    private Enlistment() {}

    /** Whether the container may have to be asked before an operation that runs on this one. */
    static boolean concerns(MongoManagedConnection carrier, ContainerSessionFactory.@Nullable Opener opener) {
        return opener != null
                && opener.connections() instanceof LazyEnlistableConnectionManager
                && carrier.isTransactional()
                && !carrier.carried().lasts()
                && carrier.mayBeInTransaction();
    }

    /**
     * Asks the container. It may take the handle away from the managed connection meanwhile, and have another one for it.
     *
     * @throws MongoTransactionException if the container cannot do it
     */
    static void ask(MongoManagedConnection carrier, ContainerSessionFactory.Opener opener) {
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
