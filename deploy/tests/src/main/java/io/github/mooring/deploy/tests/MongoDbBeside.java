package io.github.mooring.deploy.tests;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;
import org.jspecify.annotations.Nullable;

/** The MongoDB-compatible server beside the application server: there before it, and gone after it. */
class MongoDbBeside {
    /** Written when the suite begins and ends, read by its tests. */
    private static volatile @Nullable Lab lab;

    /** How many connections there are now. */
    static int openConnections() {
        return running().openConnections();
    }

    /** The connections, by their numbers, that carry the commands of a client of this name; its monitors are others. */
    static Set<Integer> connectionsOf(String applicationName) {
        return running().connections().stream()
                .filter(connection -> connection.user() != null && applicationName.equals(nameOf(connection.client())))
                .map(ConnectionInfo::id)
                .collect(Collectors.toSet());
    }

    private static @Nullable Object nameOf(@Nullable Document client) {
        return client != null && client.get("application") instanceof Document application
                ? application.get("name")
                : null;
    }

    /** How many commands of this name have come since the server was started last. */
    static int commands(String name) {
        return running().commandCount(name);
    }

    /** Ends the primary as a crash does, and starts it again; what is stored stays. */
    static void killPrimary() {
        LabNode primary = lab().node(0);
        primary.kill();
        primary.start();
    }

    private static EmbeddedServer running() {
        return lab().node(0).server();
    }

    private static Lab lab() {
        Lab running = lab;
        if (running == null) {
            throw new IllegalStateException(Settings.NEEDS_EMBEDDED);
        }
        return running;
    }

    /** First of all. */
    void start(@Observes(precedence = 100) BeforeSuite event) {
        Settings settings = Settings.ofThisBuild();
        if (!settings.embedded()) {
            System.out.println("In-container tests use the server that -Dmongodb.uri names.");
            return;
        }
        Lab started = Lab.builder()
                .members(1)
                .firstPort(settings.mongodbPort())
                .servers(MongoDbBeside::addUsers)
                .start();
        lab = started;
        System.out.println("In-container tests use a replica set of one at "
                + started.node(0).address() + ".");
    }

    private static void addUsers(EmbeddedServer.Builder server) {
        server.requireAuthentication()
                .user(
                        Settings.USER,
                        Settings.PASSWORD,
                        "admin",
                        new Grant(Role.READ_WRITE, Settings.DATABASE),
                        new Grant(Role.DB_ADMIN, Settings.DATABASE))
                .user(Settings.OPERATOR, Settings.PASSWORD, "admin", new Grant(Role.ROOT, "admin"));
    }

    /** Last of all. */
    void stop(@Observes(precedence = -200) AfterSuite event) {
        Lab running = lab;
        lab = null;
        if (running != null) {
            running.close();
        }
    }
}
