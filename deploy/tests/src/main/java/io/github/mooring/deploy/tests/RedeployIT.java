package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an adapter leaves behind that was undeployed while an application was using it: nothing. The rounds are counted by
 * {@code -Dmooring.redeploy.rounds}; in turns the adapter goes first, and the application.
 */
@Tag("own-adapter")
@Tag("redeploy")
@DisabledIfSystemProperty(
        named = "mongodb.embedded",
        matches = "false",
        disabledReason = "counts the connections at the embedded server")
@ExtendWith(ArquillianExtension.class)
public class RedeployIT {
    private static final int ROUNDS = Integer.getInteger("mooring.redeploy.rounds", 5);
    private static final int CALLERS = 4;
    private static final long REQUESTS = 20;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RAR = "redeployed.rar";
    private static final String WAR = "redeploying.war";

    private final AdministeredServer server =
            AdministeredServer.ofThisRun().orElseGet(() -> abort("nobody administers this server while it runs"));
    private final List<String> table = new ArrayList<>();

    @TempDir
    private Path archives;

    @Test
    void nothingOfTheAdapterIsLeftHoweverOftenItIsRedeployedUnderLoad() throws Exception {
        writeArchives();
        URI address = URI.create(System.getProperty("mooring.http") + "redeploying/load");
        try (Census census = Census.ofThisRun();
                Load load = new Load(address, CALLERS)) {
            round(load, true);
            round(load, false);
            Census.Count before = settled(census, null);
            report("before", before, load);
            for (int i = 1; i <= ROUNDS; i++) {
                round(load, i % 2 == 0);
                if (i % 10 == 0) {
                    report("after " + i, census.take(), load);
                }
            }
            Census.Count after = settled(census, before);
            report("in the end", after, load);

            assertNothingIsLeft(before, after);
        } finally {
            System.out.println(String.join(System.lineSeparator(), table));
        }
    }

    private static void assertNothingIsLeft(Census.Count before, Census.Count after) {
        assertThat(after.copies())
                .as("class loaders with the adapter's classes")
                .isEqualTo(before.copies());
        assertThat(after.adapters()).as("resource adapters").isEqualTo(before.adapters());
        assertThat(after.ourThreads())
                .as("threads that run code of the adapter")
                .isEmpty();
        assertThat(after.timers()).as("threads of timers").isLessThanOrEqualTo(before.timers());
        assertThat(after.ourMBeans()).as("management beans of the adapter").isEqualTo(before.ourMBeans());
        assertThat(after.mbeans()).as("management beans").isLessThanOrEqualTo(before.mbeans());
        assertThat(after.threads())
                .as("threads, of which a server may start some more for its own pools")
                .isLessThan(before.threads() + ROUNDS + 20);
        assertThat(MongoDbBeside.openConnections())
                .as("connections at the server")
                .isZero();
    }

    private void round(Load load, boolean applicationFirst) throws InterruptedException {
        server.deployAdapter(archives.resolve(RAR));
        server.deployApplication(archives.resolve(WAR));
        assertThat(load.await(REQUESTS, LONG))
                .as(
                        "%d requests within %s; so far %d were answered, %d not, the last one with %s",
                        REQUESTS, LONG, load.answered(), load.failed(), load.last())
                .isTrue();
        if (applicationFirst) {
            server.undeployApplication(WAR);
            server.undeployAdapter(RAR);
        } else {
            server.undeployAdapter(RAR);
            server.undeployApplication(WAR);
        }
    }

    /** Servers let go of some things a while after an undeployment; what is left after a minute stays. */
    private static Census.Count settled(Census census, Census.@Nullable Count wanted)
            throws IOException, JMException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LONG.toNanos();
        Census.Count last = census.take();
        Census.Count count = last;
        do {
            never.await(3, TimeUnit.SECONDS);
            last = count;
            count = census.take();
        } while (System.nanoTime() - end < 0 && !isSettled(count, wanted == null ? last : wanted));
        return count;
    }

    private static boolean isSettled(Census.Count count, Census.Count wanted) {
        return count.copies() <= wanted.copies()
                && count.ourThreads().isEmpty()
                && count.timers() <= wanted.timers()
                && count.mbeans() <= wanted.mbeans();
    }

    private void report(String when, Census.Count count, Load load) {
        String row = "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        when,
                        count.copies(),
                        count.adapters(),
                        count.ourThreads().size(),
                        count.timers(),
                        MongoDbBeside.openConnections(),
                        count.ourMBeans(),
                        count.mbeans(),
                        count.threads(),
                        count.classes(),
                        load.answered(),
                        load.failed());
        System.out.println(row);
        table.add(row);
    }

    private void writeArchives() throws IOException {
        Package here = RedeployIT.class.getPackage();
        ResourceAdapterArchive rar =
                Application.rar().addAsManifestResource(here, "redeployed/ironjacamar.xml", "ironjacamar.xml");
        WebArchive war = ShrinkWrap.create(WebArchive.class, WAR)
                .addClasses(LoadServlet.class, Factories.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(here, "redeployed/jboss-web.xml", "jboss-web.xml")
                .addAsWebInfResource(
                        here, "redeployed/jboss-deployment-structure.xml", "jboss-deployment-structure.xml")
                .addAsWebInfResource(here, "redeployed/glassfish-web.xml", "glassfish-web.xml");
        Files.createDirectories(archives);
        rar.as(ZipExporter.class).exportTo(archives.resolve(RAR).toFile(), true);
        war.as(ZipExporter.class).exportTo(archives.resolve(WAR).toFile(), true);
    }
}
