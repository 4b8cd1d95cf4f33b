package io.github.mooring.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ReadinessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger requests = new AtomicInteger();

    private HttpServer server = newServer();

    /** Answers 404 to the first request, as a server does whose application is still being deployed, then 200. */
    private HttpServer newServer() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            made.createContext("/", exchange -> {
                exchange.sendResponseHeaders(requests.incrementAndGet() == 1 ? 404 : 200, -1);
                exchange.close();
            });
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void waitsUntilTheApplicationAnswersWell() throws InterruptedException {
        Readiness.await(address(), () -> true, LONG, () -> "");

        assertThat(requests).hasValue(2);
    }

    @Test
    void givesUpAtOnceWhenTheProcessHasEnded() {
        assertThatThrownBy(() -> Readiness.await(address(), () -> false, LONG, () -> "WildFly has ended (1)"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("WildFly has ended (1)");
    }

    @Test
    void saysWhatItSawLastWhenTheTimeIsOver() {
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> Readiness.await(
                        address().resolve("broken"), () -> true, Duration.ofMillis(300), () -> "the log says why"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(address() + "broken did not answer within 0 s (last: 500). the log says why");
    }
}
