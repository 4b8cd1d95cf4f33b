package io.github.mooring.api;

/**
 * Opens sessions with one deployment; thread-safe. In a container it is looked up in JNDI or injected with
 * {@code @Resource}; elsewhere {@code Mooring.dial(uri)} makes one.
 *
 * <p>Sessions are cheap and sockets are shared: open a session for a unit of work and close it afterwards.
 *
 * <pre>{@code
 * @Resource(lookup = "java:/eis/MongoSessionFactory")
 * MongoSessionFactory factory;
 *
 * try (MongoSession session = factory.openSession()) {
 *     session.getDatabase().getCollection("notes").insertOne(new Document("text", "hello"));
 * }
 * }</pre>
 */
public interface MongoSessionFactory extends AutoCloseable {
    /**
     * Opens a session with the configured credentials. No I/O: the server is first spoken to by an operation.
     *
     * @throws MongoClosedException if the factory is closed or its resource adapter has stopped
     */
    MongoSession openSession();

    /**
     * Opens a session for a user of its own (component-managed sign-on). No I/O: wrong credentials show at the first
     * operation, as {@link MongoSecurityException}.
     *
     * @param userName as the server knows it, not empty
     * @param password copied; the caller may wipe its array afterwards
     * @throws IllegalArgumentException if {@code userName} is empty
     * @throws MongoClosedException     if the factory is closed or its resource adapter has stopped
     */
    MongoSession openSession(String userName, char[] password);

    /**
     * A pool of few sessions that many callers share, opened by {@link #openSession()}. No I/O. The caller closes it;
     * it ends with the factory in any case.
     *
     * @throws MongoClosedException          if the factory is closed
     * @throws UnsupportedOperationException in a container, whose own pool of sessions does this
     */
    MongoSessionPool sessionPool(SessionPoolOptions options);

    /**
     * As above, with copies of a session that the caller has set up: its user, mode, concerns and time-outs. The pool
     * keeps a copy; the caller may close his own at once.
     *
     * @param base a session of this factory
     * @throws IllegalArgumentException      if it is a session of another factory
     * @throws MongoClosedException          if the factory or the session is closed
     * @throws UnsupportedOperationException in a container, whose own pool of sessions does this
     */
    MongoSessionPool sessionPool(MongoSession base, SessionPoolOptions options);

    /** Numbers of this moment: sessions, sockets, pings. */
    FactoryStatistics statistics();

    /**
     * Ends what {@code Mooring.dial} began: sockets and background tasks. Sessions still open become unusable.
     * Idempotent. In a container this does nothing: there the resource adapter owns what there is to close.
     */
    @Override
    void close();
}
