package io.github.mooring.session;

import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The server sessions of one user that nobody is using; thread-safe, without a lock. The one that was given back last is
 * handed out first, so that those which are not needed grow old and are forgotten, here and at the server.
 *
 * <p>A server session belongs to the user that it was first used with; so there is one pool of them for each.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/sessions/driver-sessions.md#server-session-pool">
 *     Driver Sessions: server session pool</a>
 */
public final class ServerSessions {
    /** So long before the server's time-out a session is given up. Source: Driver Sessions, server session pool. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Clock clock;
    private final ConcurrentLinkedDeque<ServerSession> free = new ConcurrentLinkedDeque<>();

    /** No sessions yet. */
    public ServerSessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * One for an operation; give it back.
     *
     * @param timeout how long the server keeps a session that is not used
     */
    public ServerSession take(Duration timeout) {
        long now = clock.nanoTime();
        for (ServerSession session = free.pollFirst(); session != null; session = free.pollFirst()) {
            if (!expires(session, now, timeout)) {
                return session;
            }
        }
        return new ServerSession(UUID.randomUUID(), now);
    }

    /** Takes one back that is no longer in use; forgets it if it is dirty, and those that have grown old behind it. */
    public void giveBack(ServerSession session, Duration timeout) {
        long now = clock.nanoTime();
        dropExpired(now, timeout);
        if (!session.isDirty() && !expires(session, now, timeout)) {
            free.addFirst(session);
        }
    }

    /** Whether the server may have forgotten it before an operation that begins now has ended. */
    boolean isOld(ServerSession session, Duration timeout) {
        return expires(session, clock.nanoTime(), timeout);
    }

    private void dropExpired(long now, Duration timeout) {
        ServerSession oldest = free.peekLast();
        while (oldest != null && expires(oldest, now, timeout)) {
            free.removeLastOccurrence(oldest);
            oldest = free.peekLast();
        }
    }

    private static boolean expires(ServerSession session, long now, Duration timeout) {
        return session.expires(now, timeout.toNanos(), MARGIN.toNanos());
    }
}
