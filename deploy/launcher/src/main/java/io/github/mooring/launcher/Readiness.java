package io.github.mooring.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until an address answers. */
final class Readiness {
    private static final long POLL_MILLIS = 250;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private Readiness() {}

    /**
     * Returns when the address answers with status 200.
     *
     * @throws IllegalStateException with {@code diagnosis} if the process has ended or the time is over
     */
    static void await(URI address, BooleanSupplier alive, Duration atMost, Supplier<String> diagnosis)
            throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();
        long end = System.nanoTime() + atMost.toNanos();
        String last = "no answer yet";
        while (System.nanoTime() - end < 0) {
            if (!alive.getAsBoolean()) {
                throw new IllegalStateException(diagnosis.get());
            }
            last = ask(client, address);
            if (last.equals("200")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException(address + " did not answer within " + atMost.toSeconds() + " s (last: " + last
                + "). " + diagnosis.get());
    }

    /** The status code, or what went wrong. */
    private static String ask(HttpClient client, URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(REQUEST_TIMEOUT).build();
        try {
            return Integer.toString(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
