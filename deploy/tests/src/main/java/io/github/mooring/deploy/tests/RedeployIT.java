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
    private static final Duration LAST_CONNECTION = Duration.ofMinutes(3);
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
        server.endIdleThreads();
        URI address = URI.create(System.getProperty("mooring.http") + "redeploying/load");
        try (Census census = Census.ofThisRun();
                Load load = new Load(address, CALLERS)) {
            round(load, true);
            round(load, false);
            Census.Count before = settled(census, load, null);
            report("before", before, load);
            for (int i = 1; i <= ROUNDS; i++) {
                round(load, i % 2 == 0);
                if (i % 10 == 0) {
                    report("after " + i, census.take(), load);
                }
            }
            Census.Count after = settled(census, load, before);
            report("in the end", after, load);

            assertNothingIsLeft(before, after);
            assertNobodyIsConnected();
        } finally {
            System.out.println(String.join(System.lineSeparator(), table));
        }
    }

    /**
     * Of class loaders there may be one more than before: what a server remembers of the last adapter and what the JDK
     * remembers of one need not be the same one. A server may also start threads, and a timer, of its own.
     */
    private static void assertNothingIsLeft(Census.Count before, Census.Count after) {
        assertThat(after.copies())
                .as("class loaders with the adapter's classes")
                .isLessThanOrEqualTo(before.copies() + 1);
        assertThat(after.adapters()).as("resource adapters").isLessThanOrEqualTo(before.adapters());
        assertThat(after.ourThreads())
                .as("threads that run code of the adapter")
                .isEmpty();
        assertThat(after.timers())
                .as("running timers, which were %s", before.timers())
                .hasSizeLessThan(before.timers().size() + ROUNDS);
        assertThat(after.ourMBeans()).as("management beans of the adapter").isEqualTo(before.ourMBeans());
        assertThat(after.mbeans()).as("management beans").isLessThanOrEqualTo(before.mbeans());
        assertThat(after.threads()).as("threads").isLessThan(before.threads() + ROUNDS + 20);
    }

    /** Not even of others: what earlier tests have used ends a minute after their last session. */
    private static void assertNobodyIsConnected() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LAST_CONNECTION.toNanos();
        while (MongoDbBeside.openConnections() > 0 && System.nanoTime() - end < 0) {
            never.await(1, TimeUnit.SECONDS);
        }
        assertThat(MongoDbBeside.openConnections())
                .as("connections at the server")
                .isZero();
    }

    private void round(Load load, boolean applicationFirst) throws InterruptedException {
        server.deployAdapter(archives.resolve(RAR));
        server.deployApplication(archives.resolve(WAR));
        try {
            assertThat(load.await(REQUESTS, LONG))
                    .as(
                            "%d requests within %s; so far %d were answered, %d not, the last one with %s",
                            REQUESTS, LONG, load.answered(), load.failed(), load.last())
                    .isTrue();
        } finally {
            undeploy(applicationFirst);
        }
    }

    private void undeploy(boolean applicationFirst) {
        if (applicationFirst) {
            server.undeployApplication(WAR);
            server.undeployAdapter(RAR);
        } else {
            server.undeployAdapter(RAR);
            server.undeployApplication(WAR);
        }
    }

    /**
     * Servers let go of some things a while after an undeployment, and of what a request has left in a thread when that
     * thread ends, so nobody calls meanwhile; what is left after a minute stays.
     */
    private static Census.Count settled(Census census, Load load, Census.@Nullable Count wanted)
            throws IOException, JMException, InterruptedException {
        load.pause();
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LONG.toNanos();
        Census.Count last;
        Census.Count count = census.take();
        do {
            never.await(5, TimeUnit.SECONDS);
            last = count;
            count = census.take();
        } while (System.nanoTime() - end < 0 && !(wanted == null ? isSteady(last, count) : isSettled(count, wanted)));
        load.resume();
        return count;
    }

    private static boolean isSteady(Census.Count last, Census.Count count) {
        return isSettled(count, last) && isSettled(last, count);
    }

    private static boolean isSettled(Census.Count count, Census.Count wanted) {
        return count.copies() <= wanted.copies()
                && count.adapters() <= wanted.adapters()
                && count.ourThreads().isEmpty()
                && count.timers().size() < wanted.timers().size() + ROUNDS
                && count.mbeans() <= wanted.mbeans();
    }

    private void report(String when, Census.Count count, Load load) {
        String row = "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        when,
                        count.copies(),
                        count.adapters(),
                        count.ourThreads().size(),
                        count.timers().size(),
                        count.endedTimers(),
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
