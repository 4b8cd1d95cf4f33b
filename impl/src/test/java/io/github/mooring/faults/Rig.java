package io.github.mooring.faults;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Eventually;
import io.github.mooring.client.OpenClient;
import io.github.mooring.client.ThreadStarts;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import javax.net.SocketFactory;

/** A lab and a client of it. Closing it takes the census: all calls must be over by then. */
final class Rig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ThreadStarts starts = new ThreadStarts();
    private final Lab lab;
    private final OpenClient client;

    private Rig(Lab.Builder builder, Function<Lab, OpenClient> dial) {
        lab = builder.start();
        client = dial.apply(lab);
        awaitAllMembers();
    }

    /**
     * With these options.
     *
     * @param options as in a connection string, such as {@code maxPoolSize=1&timeoutMS=200}
     */
    static Rig start(Lab.Builder lab, String options) {
        return start(lab, started -> OpenClient.dial(uri(started, options)));
    }

    /** With these options, and sockets and a clock of the test's. */
    static Rig start(Lab.Builder lab, String options, Clock clock, SocketFactory sockets) {
        return start(lab, started -> OpenClient.dial(ClientOptions.parse(uri(started, options)), clock, sockets));
    }

    /** A server that keeps its answer back notices only after the heartbeat's time that the client has gone. */
    private static String uri(Lab lab, String options) {
        String heartbeat = options.contains("heartbeatFrequencyMS") ? "" : "&heartbeatFrequencyMS=1000";
        return lab.uri() + heartbeat + (options.isEmpty() ? "" : "&" + options);
    }

    /** With a client that the test makes. */
    static Rig start(Lab.Builder lab, Function<Lab, OpenClient> dial) {
        return new Rig(lab, dial);
    }

    Lab lab() {
        return lab;
    }

    OpenClient client() {
        return client;
    }

    MongoSessionFactory factory() {
        return client.factory();
    }

    MongoSession openSession() {
        return factory().openSession();
    }

    /** Waits until the client knows all members to be there: who knows one only has nowhere else to go when that one fails. */
    void awaitAllMembers() {
        try (MongoSession session = openSession()) {
            Eventually.isTrue(
                    "the client knows all members",
                    PATIENCE,
                    () -> session.liveServers().size() == lab.nodes().size());
        }
    }

    LabNode primary() throws InterruptedException {
        return lab.awaitPrimary(PATIENCE);
    }

    /** Callers that begin at once. */
    Load load(int callers, Load.Work work) {
        return new Load(callers, this::openSession, work);
    }

    @Override
    public void close() throws IOException {
        try (lab;
                starts) {
            try (client) {
                Census.afterTheCalls(client);
            }
            Census.afterTheClose(client, lab);
            Census.ofThreads(starts.end());
        }
    }
}
