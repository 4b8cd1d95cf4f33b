package io.github.mooring.launcher;

import io.github.mooring.testkit.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The demo in the foreground: an embedded MongoDB-compatible server in this process, WildFly with the adapter and the
 * application in another one, until either ends or this process is told to stop.
 *
 * <p>Whatever ends this process in an orderly way (Ctrl-C, SIGINT, SIGTERM) ends WildFly first.
 */
public final class Demo {
    /** One hundred more than the in-container tests use, two hundred more than a server as it is delivered. */
    private static final int PORT_OFFSET = 200;

    static final int HTTP_PORT = 8080 + PORT_OFFSET;
    private static final int MANAGEMENT_PORT = 9990 + PORT_OFFSET;
    private static final URI PAGE = URI.create("http://127.0.0.1:" + HTTP_PORT + "/");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private static final String URI_OPTION = "--mongodb.uri=";

    private Demo() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments the folder of the provisioned server; the folder with the archives to deploy;
     *     {@code --mongodb.uri=} with the address of a MongoDB server, or with nothing for the embedded one
     * @throws IllegalStateException if it cannot start, with the reason
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        Path archives = Path.of(arguments[1]);
        String uri = arguments[2].substring(URI_OPTION.length()).strip();
        Ports.requireFree(HTTP_PORT, MANAGEMENT_PORT);
        if (!uri.isEmpty()) {
            run(home, archives, uri, "the server that -Dmongodb.uri names");
            return;
        }
        try (EmbeddedServer mongodb = EmbeddedServer.start()) {
            run(home, archives, mongodb.uri() + "mooring", "an embedded server (data is gone afterwards)");
        }
    }

    private static void run(Path home, Path archives, String uri, String description)
            throws IOException, InterruptedException {
        Deployments.replace(home.resolve("standalone/deployments"), archives);
        try (WildFly server = WildFly.start(home, PORT_OFFSET, uri)) {
            say("Starting WildFly; its log is " + server.log());
            Readiness.await(PAGE.resolve("api/status"), server::isAlive, START_TIMEOUT, server::describeEnd);
            Readiness.await(PAGE, server::isAlive, START_TIMEOUT, server::describeEnd);
            say("");
            say("  Mooring's demo is ready:  " + PAGE);
            say("  MongoDB is " + description + ".");
            say("  Ctrl-C stops everything.");
            say("");
            server.awaitEnd();
            if (!server.isStopping()) {
                throw new IllegalStateException(server.describeEnd());
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
