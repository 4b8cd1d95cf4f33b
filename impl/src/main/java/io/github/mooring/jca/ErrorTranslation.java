package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoServerException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.EISSystemException;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.SecurityException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the errors of the client layer into those of the container, and back; the only place that does. */
final class ErrorTranslation {
    /** Chosen: no container nests deeper, and a chain that bites its own tail ends somewhere. */
    private static final int DEEPEST_CAUSE = 20;

    private ErrorTranslation() {}

    /** What the container is told. The text and the cause stay. */
    static ResourceException toContainer(MongoException e) {
        String text = e.getMessage();
        if (e instanceof MongoConfigurationException) {
            return new InvalidPropertyException(text, e);
        } else if (e instanceof MongoSecurityException) {
            return new SecurityException(text, e);
        } else if (e instanceof MongoClosedException) {
            return new IllegalStateException(text, e);
        } else if (e instanceof MongoWaitQueueTimeoutException) {
            return new ResourceAllocationException(text, e);
        } else if (e instanceof MongoSocketException
                || e instanceof MongoServerSelectionTimeoutException
                || e instanceof MongoOperationTimeoutException
                || e instanceof MongoInterruptedException) {
            return new CommException(text, e);
        } else if (e instanceof MongoTransactionException) {
            return new LocalTransactionException(text, e);
        } else if (e instanceof MongoServerException || e instanceof MongoProtocolException) {
            return new EISSystemException(text, e);
        }
        return new ResourceException(text, e);
    }

    /**
     * What the application is told when the container could not give it a session. Containers wrap what the adapter has
     * thrown, some of them several times, so the whole chain is searched for something that is known here. The rest is
     * the container's own trouble, in most cases a pool that has nothing left.
     */
    static MongoException toApplication(ResourceException e) {
        Stream<Function<Throwable, @Nullable MongoException>> known =
                Stream.of(cause -> known(cause, e), cause -> closed(cause, e));
        return known.flatMap(kind -> causes(e).map(kind).flatMap(Stream::ofNullable))
                .findFirst()
                .orElseGet(() -> new MongoWaitQueueTimeoutException(
                        "the container gave no session: " + texts(e)
                                + "; if its pool is exhausted, raise its maximum size or close sessions sooner",
                        ErrorContext.NONE,
                        e));
    }

    private static @Nullable MongoException known(Throwable cause, ResourceException e) {
        if (cause instanceof MongoException mongo) {
            return again(mongo, e);
        } else if (cause instanceof InvalidPropertyException) {
            return new MongoConfigurationException(text(cause), e);
        } else if (cause instanceof SecurityException) {
            return new MongoSecurityException(text(cause), ErrorContext.NONE, e);
        }
        return null;
    }

    /** After the others: containers use this type for troubles of their own, too. */
    private static @Nullable MongoException closed(Throwable cause, ResourceException e) {
        return cause instanceof IllegalStateException
                ? new MongoClosedException(text(cause), ErrorContext.NONE, e)
                : null;
    }

    /** The same error once more, so that its stack is the caller's and the container's own words are among its causes. */
    private static MongoException again(MongoException mongo, ResourceException e) {
        String text = text(mongo);
        ErrorContext context = mongo.context();
        if (mongo instanceof MongoConfigurationException) {
            return new MongoConfigurationException(text, e);
        } else if (mongo instanceof MongoSecurityException) {
            return new MongoSecurityException(text, context, e);
        } else if (mongo instanceof MongoClosedException) {
            return new MongoClosedException(text, context, e);
        } else if (mongo instanceof MongoWaitQueueTimeoutException) {
            return new MongoWaitQueueTimeoutException(text, context, e);
        }
        return mongo;
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, ErrorTranslation::causeOf)
                .limit(DEEPEST_CAUSE);
    }

    /** Old containers link what newer ones cause. */
    @SuppressWarnings("deprecation") // the only way to hear of a linked exception
    private static @Nullable Throwable causeOf(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null && e instanceof ResourceException resource ? resource.getLinkedException() : cause;
    }

    /** What a chain of causes says, each text once. */
    static String texts(Throwable e) {
        return causes(e)
                .map(ErrorTranslation::text)
                .distinct()
                .reduce((outer, inner) -> outer.contains(inner) ? outer : outer + ": " + inner)
                .orElse("");
    }

    private static String text(Throwable e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(() -> e.getClass().getName());
    }
}
