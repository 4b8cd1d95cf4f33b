package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.wire.WireCompressor;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What one connection remembers: its client, its user, an authentication under way.
 *
 * <p>Written by the connection's thread only; the volatile fields are read by tests.
 */
final class Session implements Peer {
    final int connectionId;
    private final int clientPort;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Document client;
    private volatile @Nullable User user;
    private volatile @Nullable String clientCertificateSubject;
    private @Nullable ScramConversation conversation;
    private Set<WireCompressor> compressors = Set.of();

    Session(int connectionId, int clientPort) {
        this.connectionId = connectionId;
        this.clientPort = clientPort;
    }

    @Override
    public int connectionId() {
        return connectionId;
    }

    @Override
    public int clientPort() {
        return clientPort;
    }

    @Nullable
    Document client() {
        return client;
    }

    void client(Document metadata) {
        client = metadata.cloneDeeply();
    }

    @Override
    public @Nullable String appName() {
        Document metadata = client;
        return metadata == null ? null : appName(metadata);
    }

    /** The application's name in a client's metadata. */
    static @Nullable String appName(Document metadata) {
        return metadata.get("application") instanceof Document application
                        && application.get("name") instanceof String name
                ? name
                : null;
    }

    @Nullable
    User user() {
        return user;
    }

    void user(@Nullable User authenticated) {
        user = authenticated;
    }

    /** What messages on this connection may be compressed with, since its hello. */
    Set<WireCompressor> compressors() {
        return compressors;
    }

    void compressors(Set<WireCompressor> agreed) {
        compressors = agreed;
    }

    /** The subject of the certificate that the client has shown (RFC 2253), null if it has shown none or TLS is off. */
    @Nullable
    String clientCertificateSubject() {
        return clientCertificateSubject;
    }

    void clientCertificateSubject(@Nullable String subject) {
        clientCertificateSubject = subject;
    }

    @Nullable
    ScramConversation conversation() {
        return conversation;
    }

    void conversation(@Nullable ScramConversation started) {
        conversation = started;
    }

    void end() {
        ended.complete(null);
    }

    /**
     * Waits for an event.
     *
     * @return what the event has brought; null if the time was over first
     * @throws InterruptedException if the connection has ended
     */
    <T> @Nullable T await(CompletableFuture<T> event, long millis) throws InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(event, ended);
        try {
            first.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("events only complete", e);
        }
        if (ended.isDone()) {
            throw new InterruptedException("the connection has ended while a command was waiting");
        }
        return event.getNow(null);
    }
}
