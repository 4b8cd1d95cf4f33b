package io.github.mooring.deploy.tests;

import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;
import org.jspecify.annotations.Nullable;

/** The MongoDB-compatible server beside the application server: there before it, and gone after it. */
class MongoDbBeside {
    private @Nullable EmbeddedServer server;

    /** First of all. */
    void start(@Observes(precedence = 100) BeforeSuite event) {
        Settings settings = Settings.ofThisBuild();
        if (!settings.embedded()) {
            System.out.println("In-container tests use the server that -Dmongodb.uri names.");
            return;
        }
        server = EmbeddedServer.builder()
                .port(settings.mongodbPort())
                .requireAuthentication()
                .user(
                        Settings.USER,
                        Settings.PASSWORD,
                        "admin",
                        new Grant(Role.READ_WRITE, Settings.DATABASE),
                        new Grant(Role.DB_ADMIN, Settings.DATABASE))
                .start();
        System.out.println("In-container tests use an embedded server at " + server.address() + ".");
    }

    /** Last of all. */
    void stop(@Observes(precedence = -200) AfterSuite event) {
        if (server != null) {
            server.close();
        }
    }
}
