package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.connection.HandshakeSettings;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.PoolListener;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One case in the format of Connection Monitoring and Pooling, as its readme says how to run it. Unit cases could do with
 * pretended connections; here they have real ones too. Used by one thread; its own threads are those of the case.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/tests/cmap-format/README.md">
 *     Connection Monitoring and Pooling unit and integration tests</a>
 */
final class CmapRun implements AutoCloseable {
    /** For waits to which the case sets no limit of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Between background runs where the case does not say; any reasonable value is allowed. */
    private static final int USUAL_INTERVAL_MS = 20;

    private static final String BACKGROUND_INTERVAL = "backgroundThreadIntervalMS";

    private final BsonDocument testCase;
    private final EmbeddedServer server;
    private final ServerAddress address;
    private final RecordingPoolListener heard = new RecordingPoolListener();
    private final DaemonTaskRunner background = new DaemonTaskRunner("cmap-background");
    private final CaseThreads threads = new CaseThreads();
    private final Map<String, Lease<Connection>> labels = new ConcurrentHashMap<>();
    private final Pool<Connection> pool;

    CmapRun(EmbeddedServer server, BsonDocument testCase) {
        this.server = server;
        this.testCase = testCase;
        this.address = new ServerAddress("127.0.0.1", server.port());
        configureFailPoint();
        BsonDocument poolOptions = testCase.getDocument("poolOptions", new BsonDocument());
        ClientOptions options = ClientOptions.parse(server.uri() + "?" + uriOptions(poolOptions))
                .withConnectionPoolListener(heard);
        this.pool = newPool(options);
        int interval = number(poolOptions, BACKGROUND_INTERVAL, USUAL_INTERVAL_MS);
        if (interval > 0) {
            background.repeatBlocking("maintenance", Duration.ofMillis(interval), pool::runOnce);
        }
    }

    /** As a deployment makes it, but that the case decides when it is ready, and that every failure clears it. */
    private Pool<Connection> newPool(ClientOptions options) {
        Clock clock = Clock.system();
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(),
                options.tls().config(),
                options.connection().connectTimeout(),
                clock,
                new WriteWatchdog());
        ConnectionFactory connections = new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(
                        options.connection().appName(),
                        null,
                        options.connection().connectTimeout()),
                clock);
        PoolContext context = new PoolContext(clock, PoolListener.NONE, Budget.unlimited());
        return new ServerPools(options, connections, new LiveConnections(), context)
                .newPool(options.server(), Identity.anonymous(), false, (failure, service) -> pool().clear(false));
    }

    private Pool<Connection> pool() {
        return pool;
    }

    private void configureFailPoint() {
        if (testCase.containsKey("failPoint")) {
            try (MongoSessionFactory admin = Mooring.dial(server.uri());
                    MongoSession session = admin.openSession()) {
                session.getDatabase("admin")
                        .runCommand(
                                Document.parse(testCase.getDocument("failPoint").toJson()));
            }
        }
    }

    private static String uriOptions(BsonDocument poolOptions) {
        return poolOptions.entrySet().stream()
                .filter(option -> !option.getKey().equals(BACKGROUND_INTERVAL))
                .map(option -> option.getKey() + "=" + text(option.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String text(BsonValue value) {
        return value.isString()
                ? value.asString().getValue()
                : String.valueOf(value.asNumber().intValue());
    }

    private static int number(BsonDocument document, String name, int whenAbsent) {
        return document.containsKey(name) ? document.getNumber(name).intValue() : whenAbsent;
    }

    @Override
    public void close() {
        pool.close();
        threads.close();
        background.close();
    }

    /** Runs it and throws if it does not hold. */
    void run() throws Exception {
        Throwable error = null;
        try {
            for (BsonValue operation : testCase.getArray("operations")) {
                perform(operation.asDocument());
            }
        } catch (PoolException e) {
            error = e;
        }
        checkError(error);
        checkEvents();
    }

    private void perform(BsonDocument operation) throws Exception {
        if (operation.containsKey("thread")) {
            threads.submit(operation.getString("thread").getValue(), () -> {
                perform(withoutThread(operation));
                return true;
            });
            return;
        }
        String name = operation.getString("name").getValue();
        switch (name) {
            case "start" -> threads.start(operation.getString("target").getValue());
            case "wait" -> TimeUnit.MILLISECONDS.sleep(operation.getNumber("ms").longValue()); // the case's own wish
            case "waitForThread" -> threads.join(operation.getString("target").getValue(), PATIENCE);
            case "waitForEvent" -> waitForEvent(operation);
            case "checkOut" -> checkOut(operation);
            case "checkIn" -> checkIn(operation.getString("connection").getValue());
            case "clear" ->
                pool.clear(operation
                        .getBoolean("interruptInUseConnections", BsonBoolean.FALSE)
                        .getValue());
            case "close" -> pool.close();
            case "ready" -> pool.ready();
            default -> fail("the runner does not know the operation " + operation.toJson());
        }
    }

    private static BsonDocument withoutThread(BsonDocument operation) {
        BsonDocument rest = operation.clone();
        rest.remove("thread");
        return rest;
    }

    private void waitForEvent(BsonDocument operation) throws InterruptedException {
        String event = operation.getString("event").getValue();
        int count = operation.getNumber("count").intValue();
        // the case's own limit is for a machine that does nothing else
        Duration limit = Duration.ofMillis(Math.max(PATIENCE.toMillis(), number(operation, "timeout", 0)));

        assertThat(heard.await(count, each -> each.getClass().getSimpleName().equals(event), limit))
                .as("%d times %s within %s, of %s", count, event, limit, heard.events())
                .isTrue();
    }

    private void checkOut(BsonDocument operation) {
        Lease<Connection> lease = pool.checkOut(Deadline.after(Clock.system(), PATIENCE.multipliedBy(4)));
        if (operation.containsKey("label")) {
            labels.put(operation.getString("label").getValue(), lease);
        }
    }

    private void checkIn(String label) {
        assertThat(Objects.requireNonNull(labels.remove(label), label).release())
                .as("release of %s", label)
                .isTrue();
    }

    private void checkError(@Nullable Throwable error) {
        if (!testCase.containsKey("error")) {
            assertThat(error).isNull();
            return;
        }
        BsonDocument expected = testCase.getDocument("error");
        assertThat(error).as(expected.toJson()).isInstanceOf(PoolException.class);
        MongoException told = PoolErrors.translated((PoolException) Objects.requireNonNull(error), address);
        CmapMatch.checkError(expected, told);
    }

    private void checkEvents() throws InterruptedException {
        List<BsonValue> expected = testCase.getArray("events").getValues();
        Set<String> ignored = new HashSet<>();
        testCase.getArray("ignore", new BsonArray())
                .forEach(name -> ignored.add(name.asString().getValue()));
        // what one thread has caused, another may be just about to deliver
        heard.await(expected.size(), event -> !ignored.contains(event.getClass().getSimpleName()), PATIENCE);
        List<BsonDocument> actual = heard.events().stream()
                .map(CmapMatch::document)
                .filter(event -> !ignored.contains(event.getString("type").getValue()))
                .toList();

        assertThat(actual).as("events").hasSizeGreaterThanOrEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            CmapMatch.check("event " + i + " of " + actual, expected.get(i), actual.get(i));
        }
    }
}
