package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pool hears of one of its connections. */
class PoolListener implements ConnectionEventListener {
    private final Pooled pooled;

    private PoolListener(Pooled pooled) {
        this.pooled = pooled;
    }

    /** The listeners of a connection, in their order; the pool's own is one of them. */
    static List<PoolListener> of(Pooled pooled, Set<Trait> traits) {
        PoolListener own = new PoolListener(pooled);
        return traits.contains(Trait.UNRULY_LISTENERS)
                ? List.of(new Leaving(pooled), new Throwing(pooled), new CallingBack(pooled), own)
                : List.of(own);
    }

    final Pooled pooled() {
        return pooled;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        Object handle = handleOf(event);
        if (handle != null) {
            pooled.pool().act(() -> pooled.pool().handleClosed(pooled, handle));
        }
    }

    private @Nullable Object handleOf(ConnectionEvent event) {
        checkSource(event);
        Object handle = event.getConnectionHandle();
        if (handle == null) {
            pooled.pool().fault("a handle was closed, but the event does not say which");
        }
        return handle;
    }

    private void checkSource(ConnectionEvent event) {
        if (event.getSource() != pooled.connection()) {
            pooled.pool().fault("an event from somebody else: " + event.getSource());
        }
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        checkSource(event);
        pooled.pool().act(() -> pooled.pool().errorOccurred(pooled));
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        checkSource(event);
        pooled.pool().ownTransaction(pooled, true);
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        checkSource(event);
        pooled.pool().ownTransaction(pooled, false);
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        checkSource(event);
        pooled.pool().ownTransaction(pooled, false);
    }

    /** Does something of its own, and nothing that a pool does. */
    private abstract static class Stranger extends PoolListener {
        Stranger(Pooled pooled) {
            super(pooled);
        }

        abstract void hear(ConnectionEvent event);

        @Override
        public final void connectionClosed(ConnectionEvent event) {
            hear(event);
        }

        @Override
        public final void connectionErrorOccurred(ConnectionEvent event) {
            hear(event);
        }

        @Override
        public final void localTransactionStarted(ConnectionEvent event) {
            hear(event);
        }

        @Override
        public final void localTransactionCommitted(ConnectionEvent event) {
            hear(event);
        }

        @Override
        public final void localTransactionRolledback(ConnectionEvent event) {
            hear(event);
        }
    }

    private static final class Leaving extends Stranger {
        Leaving(Pooled pooled) {
            super(pooled);
        }

        @Override
        void hear(ConnectionEvent event) {
            pooled().connection().removeConnectionEventListener(this);
        }
    }

    private static final class Throwing extends Stranger {
        Throwing(Pooled pooled) {
            super(pooled);
        }

        @Override
        void hear(ConnectionEvent event) {
            throw new UnsupportedOperationException("a listener's own trouble");
        }
    }

    /** Closes the handle once more, which must be silent, and asks the connection who it is. */
    private static final class CallingBack extends Stranger {
        CallingBack(Pooled pooled) {
            super(pooled);
        }

        @Override
        void hear(ConnectionEvent event) {
            Object handle = event.getConnectionHandle();
            if (event.getId() == ConnectionEvent.CONNECTION_CLOSED && handle != null) {
                pooled().pool().closeAgain(handle);
            }
            try {
                var unused = pooled().connection().getMetaData();
            } catch (ResourceException e) {
                return; // it may be the last that is heard of the connection
            }
        }
    }
}
