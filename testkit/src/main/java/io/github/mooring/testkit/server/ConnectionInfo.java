package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of an open connection.
 *
 * @param id the {@code connectionId} that its hello was answered with
 * @param clientPort the client's port
 * @param client the metadata from the client's first hello; null before that
 * @param user the authenticated user as {@code name@database}; null if none
 * @param certificateSubject the subject of the certificate that the client has shown (RFC 2253); null if none
 */
public record ConnectionInfo(
        int id,
        int clientPort,
        @Nullable Document client,
        @Nullable String user,
        @Nullable String certificateSubject) {}
