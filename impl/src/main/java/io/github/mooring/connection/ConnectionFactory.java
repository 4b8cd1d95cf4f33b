package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.AuthTarget;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Dialer;
import io.github.mooring.transport.Overload;
import io.github.mooring.transport.Transport;
import io.github.mooring.wire.WireException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections that are ready to use: dials, shakes hands, authenticates, all within one deadline; thread-safe. One
 * for each client: it remembers which servers know {@code hello}.
 *
 * <p>Whatever goes wrong, the socket is closed, and the error says that nothing was sent: the operation for which the
 * connection was meant has not begun, so it may be tried again. Errors of the network before the end of {@code hello} have the
 * labels of an overloaded server, see {@link Overload}.
 */
public final class ConnectionFactory {
    private final Dialer dialer;
    private final MechanismNegotiation mechanisms;
    private final Duration connectTimeout;
    private final Duration socketTimeout;
    private final Clock clock;
    private final AuthenticationListener listener;
    private final Handshake handshake;
    private final Recycler recycler = new Recycler();
    private final AtomicLong lastId = new AtomicLong();

    /** A factory of connections of which nobody wants to hear how users are proved. */
    public ConnectionFactory(Dialer dialer, MechanismNegotiation mechanisms, HandshakeSettings settings, Clock clock) {
        this(dialer, mechanisms, settings, clock, AuthenticationListener.NONE);
    }

    /** A factory. */
    public ConnectionFactory(
            Dialer dialer,
            MechanismNegotiation mechanisms,
            HandshakeSettings settings,
            Clock clock,
            AuthenticationListener listener) {
        this.listener = listener;
        this.dialer = dialer;
        this.mechanisms = mechanisms;
        this.connectTimeout = settings.connectTimeout();
        this.socketTimeout = settings.socketTimeout();
        this.clock = clock;
        this.handshake = new Handshake(settings);
    }

    /**
     * Opens a connection for a user.
     *
     * @param identity who the connection is authenticated as; anonymous for nobody
     * @throws MongoConnectException                              if there is no connection to be had, with the reason
     * @throws io.github.mooring.api.MongoSecurityException       if the server refuses the user
     * @throws io.github.mooring.api.MongoConfigurationException  if the server speaks another version of the protocol
     *     or belongs to another replica set
     * @throws MongoOperationTimeoutException                     if {@code deadline} passed first
     * @throws MongoProtocolException                             if the peer does not answer as a server does
     * @throws MongoInterruptedException                          if the thread is interrupted, where that can be noticed
     */
    public Connection open(ServerAddress server, Identity identity, Deadline deadline) {
        return open(server, identity, deadline, Cancellation.none());
    }

    /**
     * As above, and gives up with a {@link MongoConnectException} soon after the token is cancelled; only the resolution of the
     * server's name goes on to its end.
     */
    public Connection open(ServerAddress server, Identity identity, Deadline deadline, Cancellation cancellation) {
        return open(server, identity, deadline, cancellation, handshake::perform);
    }

    /**
     * As above, through a load balancer.
     *
     * @param onService hears, on this thread, which of the services behind it has answered, before the user is authenticated there
     * @throws io.github.mooring.api.MongoConfigurationException also if whoever answers is no such service
     */
    public Connection openBalanced(
            ServerAddress balancer,
            Identity identity,
            Deadline deadline,
            Cancellation cancellation,
            Consumer<ObjectId> onService) {
        return open(balancer, identity, deadline, cancellation, (channel, who, speculation, limit) -> {
            Greeting greeting = handshake.performBalanced(channel, who, speculation, limit);
            onService.accept(Objects.requireNonNull(greeting.server().serviceId()));
            return greeting;
        });
    }

    private Connection open(
            ServerAddress server, Identity identity, Deadline deadline, Cancellation cancellation, Welcome welcome) {
        return opened(
                server,
                deadline,
                cancellation,
                (channel, transport, id, limit) -> openFor(identity, channel, transport, id, limit, welcome));
    }

    private Connection openFor(
            Identity identity, MessageChannel channel, Transport transport, long id, Deadline limit, Welcome welcome) {
        channel.setSocketTimeout(socketTimeout);
        return identity instanceof Credential credential
                ? openFor(credential, channel, transport, id, limit, welcome)
                : new WireConnection(
                        channel,
                        greet(channel, transport, identity, null, limit, welcome)
                                .server(),
                        id);
    }

    private <C> C opened(ServerAddress server, Deadline deadline, Cancellation cancellation, Opening<C> opening) {
        Deadline limit = deadline.orWithin(clock, connectTimeout);
        Transport transport = dialer.dial(server, deadline, cancellation);
        Cancellation.Registration end = cancellation.onCancel(transport::close);
        boolean ready = false;
        try {
            long id = lastId.incrementAndGet();
            MessageChannel channel = new MessageChannel(transport, id, recycler, clock);
            C connection = opening.open(channel, transport, id, limit);
            end.close();
            requireWanted(server, cancellation);
            ready = true;
            return connection;
        } catch (WireException e) {
            String text =
                    "cannot connect to " + server + ": its answer to the handshake is malformed: " + e.getMessage();
            throw new MongoProtocolException(text, ErrorContext.unsent(server), e);
        } catch (MongoException e) {
            throw nothingSent(server, e, deadline, cancellation);
        } finally {
            end.close();
            if (!ready) {
                transport.close();
            }
        }
    }

    /** Once it has come to that, somebody is closing the transport, and may not have done so yet. */
    private static void requireWanted(ServerAddress server, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new MongoConnectException(
                    "the attempt to connect to " + server + " was given up when it was about to succeed",
                    ErrorContext.unsent(server),
                    null);
        }
    }

    /** Opens a connection without a user, for monitoring; it is the same otherwise. */
    public MonitorConnection openForMonitoring(ServerAddress server, Deadline deadline) {
        return openForMonitoring(server, deadline, Cancellation.none());
    }

    /** As above, and gives up soon after the token is cancelled. */
    public MonitorConnection openForMonitoring(ServerAddress server, Deadline deadline, Cancellation cancellation) {
        return opened(server, deadline, cancellation, this::openForMonitoring);
    }

    private MonitorConnection openForMonitoring(MessageChannel channel, Transport transport, long id, Deadline limit) {
        channel.setPunctual();
        long start = clock.nanoTime();
        Greeting greeting = greet(channel, transport, Identity.anonymous(), null, limit, handshake::perform);
        Duration took = Duration.ofNanos(clock.nanoTime() - start);
        return new MonitorConnection(new WireConnection(channel, greeting.server(), id), greeting.hello(), took);
    }

    /** What makes a connection of a channel that is not greeted yet. */
    @FunctionalInterface
    private interface Opening<C> {
        C open(MessageChannel channel, Transport transport, long id, Deadline limit);
    }

    /** A way to shake hands, see {@link Handshake}. */
    @FunctionalInterface
    private interface Welcome {
        Greeting greet(
                MessageChannel channel, Identity identity, @Nullable BsonDocument speculation, Deadline deadline);
    }

    private Connection openFor(
            Credential credential,
            MessageChannel channel,
            Transport transport,
            long id,
            Deadline limit,
            Welcome welcome) {
        AuthTarget target = new AuthTarget(channel.server(), transport.isEncrypted(), limit);
        try (Authentication authentication = new Authentication(channel, mechanisms, credential, target, listener)) {
            Greeting greeting = greet(channel, transport, credential, authentication.speculate(), limit, welcome);
            ConnectionDescription server = greeting.server();
            if (greeting.arbiter()) {
                return new WireConnection(channel, server, id);
            }
            authentication.complete(server, greeting.authReply());
            return new WireConnection(
                    channel, server, id, new Reauthentication(authentication, channel, server, clock));
        }
    }

    private static String suspicion(Transport transport) {
        return transport.isEncrypted()
                ? "; does the server want a client certificate that it accepts (tlsCertificateKeyFile)"
                : "; does the server expect TLS (tls=true)";
    }

    private static Greeting greet(
            MessageChannel channel,
            Transport transport,
            Identity identity,
            @Nullable BsonDocument speculation,
            Deadline limit,
            Welcome welcome) {
        try {
            return welcome.greet(channel, identity, speculation, limit);
        } catch (MongoConnectException e) {
            throw e; // the server's own words
        } catch (MongoSocketException e) {
            throw new MongoSocketException(
                    e.getMessage() + suspicion(transport)
                            + ", is it a MongoDB server at all, or has it reached its limit of connections?",
                    suspected(e),
                    e);
        } catch (MongoOperationTimeoutException e) {
            throw new MongoOperationTimeoutException(String.valueOf(e.getMessage()), suspected(e), e);
        } catch (MongoProtocolException e) {
            throw new MongoProtocolException(e.getMessage() + "; is it a MongoDB server at all?", e.context(), e);
        }
    }

    /** The surroundings of an error before the end of {@code hello}: with labels, if the server may have too much to do. */
    private static ErrorContext suspected(MongoException e) {
        return Overload.mayCause(e) ? Overload.labelled(e.context()) : e.context();
    }

    /** The same error for an operation that has not begun. */
    private MongoException nothingSent(
            ServerAddress server, MongoException e, Deadline deadline, Cancellation cancellation) {
        Set<String> labels = cancellation.isCancelled() ? Set.of() : e.errorLabels(); // then it was ended on this side
        ErrorContext context = ErrorContext.unsent(server).withCode(e.code(), e.codeName(), labels);
        String text = "cannot connect to " + server + ": " + e.getMessage();
        if (e instanceof MongoOperationTimeoutException) {
            return deadline.isExpired()
                    ? new MongoOperationTimeoutException(text, context, e)
                    : new MongoConnectException(
                            text + "; connectTimeout is " + connectTimeout.toMillis() + " ms", context, e);
        }
        if (e instanceof MongoInterruptedException) {
            return new MongoInterruptedException(text, context, e);
        }
        if (e instanceof MongoConnectException) {
            return e;
        }
        if (e instanceof MongoSocketException) {
            return new MongoConnectException(text, context, e);
        }
        return e instanceof MongoProtocolException ? new MongoProtocolException(text, context, e) : e;
    }
}
