package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The container's pool holds sessions and the adapter holds sockets, and the one does not disturb the other. */
@ExtendWith(ArquillianExtension.class)
@DisabledIfSystemProperty(
        named = "mongodb.embedded",
        matches = "false",
        disabledReason = "counts the connections at the embedded server")
public class ManyHandlesIT {
    /** As the configurations of the servers have it, for this factory: application name, and most sockets. */
    private static final String NAME = "many";

    private static final int MOST_SOCKETS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** What is deployed. */
    @Deployment(testable = false)
    public static WebArchive application() {
        return Application.war(ManyHandlesServlet.class);
    }

    private CompletableFuture<HttpResponse<String>> use(int handles, Duration time) {
        URI address = URI.create(
                System.getProperty("mooring.http") + "tests/many?handles=" + handles + "&millis=" + time.toMillis());
        return client.sendAsync(
                HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Handles that have been used so often, and go on being used for some seconds. */
    private CompletableFuture<HttpResponse<String>> startUsing500() throws Exception {
        int before = MongoDbBeside.commands("find");
        CompletableFuture<HttpResponse<String>> using = use(500, Duration.ofSeconds(5));
        while (!using.isDone() && MongoDbBeside.commands("find") < before + 500) {
            waitFor(using);
        }
        assertThat(using).as("500 handles in use").isNotDone();
        return using;
    }

    private static void assertAllWereUsed(HttpResponse<String> answer, int handles) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("used ");
        assertThat(Integer.parseInt(answer.body().substring("used ".length()))).isGreaterThanOrEqualTo(handles);
    }

    /** Some servers let those finish that are in use, others destroy what carries them. */
    private static void assertUsedOrToldWhy(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .matches("used \\d+|failed: .*session is closed: the container has destroyed what carried it.*");
    }

    private static Set<Integer> sockets() {
        return MongoDbBeside.connectionsOf(NAME);
    }

    @Test
    void fiveHundredHandlesAtOnceNeedTwentySocketsAtMost() throws Exception {
        CompletableFuture<HttpResponse<String>> using = use(500, Duration.ofSeconds(2));
        Set<Integer> seen = new HashSet<>();
        int most = 0;
        while (!using.isDone()) {
            Set<Integer> now = sockets();
            most = Math.max(most, now.size());
            seen.addAll(now);
            waitFor(using);
        }

        assertAllWereUsed(using.get(), 500);
        assertThat(most).as("sockets at once").isBetween(1, MOST_SOCKETS);
        assertThat(seen).as("sockets one after the other").hasSizeLessThanOrEqualTo(MOST_SOCKETS);
    }

    @Test
    void flushingThePoolOfTheContainerClosesNoSocket() throws Exception {
        assertAllWereUsed(use(100, Duration.ZERO).get(), 100);
        Set<Integer> before = sockets();
        assertThat(before).isNotEmpty();
        ContainerPools pools = ContainerPools.ofThisRun();

        CompletableFuture<HttpResponse<String>> using = startUsing500();
        pools.flush("Many");
        assertUsedOrToldWhy(using.get());
        assertThat(sockets())
                .as(
                        "after a flush while 500 handles were in use, of which came: %s",
                        using.get().body())
                .containsAll(before);

        pools.flush("Many");
        assertThat(sockets()).as("after a flush while none was").containsAll(before);
        assertAllWereUsed(use(100, Duration.ZERO).get(), 100);
        assertThat(sockets()).as("after new handles were made").containsAll(before);
    }

    @Test
    void aKilledPrimaryCostsNoManagedConnection() throws Exception {
        assertAllWereUsed(use(100, Duration.ZERO).get(), 100);
        ContainerPools pools = ContainerPools.ofThisRun();
        OptionalLong destroyed = pools.destroyed("Many");

        CompletableFuture<HttpResponse<String>> using = startUsing500();
        MongoDbBeside.killPrimary();

        assertAllWereUsed(using.get(), 500);
        assertThat(pools.destroyed("Many")).isEqualTo(destroyed);
        assertAllWereUsed(use(100, Duration.ZERO).get(), 100);
    }

    /** For the end, or for a moment. */
    private static void waitFor(CompletableFuture<HttpResponse<String>> using) throws Exception {
        try {
            using.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
            // looks again
        }
    }
}
