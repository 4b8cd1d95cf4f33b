package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;

/**
 * The server of this run: started, configured by the commands in {@code factories.asadmin} as an administrator would,
 * and stopped. Arquillian itself would start the domain only with the first deployment, too late for the adapter.
 */
class AsadminDomain {
    private final Thread stopWithThisVm = new Thread(AsadminDomain::stopDomain, "stop-domain");

    /** After the MongoDB server that the pools name, before Arquillian looks for a running server. */
    void start(@Observes(precedence = 50) BeforeSuite event) {
        Runtime.getRuntime().addShutdownHook(stopWithThisVm);
        System.out.println(Asadmin.run("start-domain", "domain1"));
        System.out.println(Asadmin.run("multimode", "--file", addressed().toString()));
    }

    /** The commands. The address in them, if there is one, is that of nobody's server; here it becomes the one of this run. */
    private static Path addressed() {
        String uri = System.getProperty("mongodb.uri").replaceAll("[:=]", "\\\\\\\\$0");
        try {
            String commands = Files.readString(Path.of(System.getProperty("asadmin.commands")));
            return Files.writeString(
                    Path.of("commands.asadmin").toAbsolutePath(),
                    commands.replace("mongodb\\\\://db.example/shop", uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Last, when the applications are gone. */
    void stop(@Observes(precedence = -100) AfterSuite event) {
        Runtime.getRuntime().removeShutdownHook(stopWithThisVm);
        stopDomain();
    }

    private static void stopDomain() {
        System.out.println(Asadmin.run("stop-domain", "domain1"));
    }
}
