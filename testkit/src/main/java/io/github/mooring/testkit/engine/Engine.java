package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Holds data and carries out commands on it.
 *
 * <p>The seam between the server's front (sockets, users, fail points) and what stores the data: another engine may
 * forward to a real server. Implementations are thread-safe.
 */
public interface Engine extends AutoCloseable {
    /** Whether {@code command}, by its canonical name, is one that this engine carries out. */
    boolean supports(String command);

    /**
     * Carries out one command.
     *
     * @param call what to do; the engine may keep and change the documents in it
     * @return a reply that ends with {@code ok: 1}; it shares nothing that a later command could change
     * @throws CommandFailure if the whole command failed; errors of single writes are in the reply's {@code writeErrors}
     */
    Document execute(EngineCall call);

    /**
     * Whether it carries out by itself what belongs to a transaction: commands with {@code autocommit: false},
     * commitTransaction and abortTransaction. If not, who needs transactions has to make them of the other commands.
     */
    default boolean hasTransactions() {
        return false;
    }

    /** Cursors that clients have neither read to the end nor killed. */
    int openCursors();

    /** Forgets all data. */
    @Override
    void close();
}
