package io.github.mooring.transport;

import io.github.mooring.api.ErrorContext;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says of an error of the network, before a server has answered {@code hello}, that the server may have too much to do: it turns
 * newcomers away by ending their connections, or leaves them waiting. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool">
 *     Connection Monitoring and Pooling: backpressure-enabled</a>
 */
public final class Overload {
    /** The server, or what is in front of it, has too much to do: who tries again waits first. */
    public static final String SYSTEM_OVERLOADED = "SystemOverloadedError";

    /** The operation may be tried again, whatever it is: nothing of it was done. */
    public static final String RETRYABLE = "RetryableError";

    private Overload() {}

    /**
     * Whether an error may come of it. What TLS itself finds wrong, such as a certificate that does not hold, never does; that it
     * was cut short may.
     */
    public static boolean mayCause(@Nullable Throwable e) {
        if (e == null || !Causes.has(e, SSLException.class)) {
            return true;
        }
        boolean cutShort = Causes.has(e, EOFException.class)
                || Causes.has(e, SocketException.class)
                || Causes.has(e, InterruptedIOException.class);
        return cutShort && !Causes.has(e, GeneralSecurityException.class);
    }

    /** The same surroundings with both labels. */
    public static ErrorContext labelled(ErrorContext context) {
        Set<String> labels = new LinkedHashSet<>(context.labels());
        labels.add(SYSTEM_OVERLOADED);
        labels.add(RETRYABLE);
        return context.withCode(context.code(), context.codeName(), labels);
    }
}
