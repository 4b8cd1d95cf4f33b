package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.client.CapturedLog;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the files are looked at, and by whom. */
@Timeout(300)
class TlsContextsTest {
    private static final int THREADS = 16;

    private final ManualClock time = new ManualClock();
    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

    @TempDir
    Path folder;

    private TlsContexts contexts;

    @BeforeEach
    void read() throws IOException {
        contexts = contexts(TlsConfig.of(TlsFiles.trusting(write(authority.pem())), true, true));
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() {
        SSLContext first = contexts.current().context();
        time.advance(Duration.ofHours(1));

        assertThat(contexts.current().context()).isSameAs(first);
    }

    @Test
    void withinASecondNobodyLooks() throws Exception {
        SSLContext first = contexts.current().context();
        write(authority.pem() + authority.pem());
        time.advance(Duration.ofMillis(999));

        assertThat(contexts.current().context()).isSameAs(first);
        time.advance(Duration.ofMillis(1));
        assertThat(contexts.current().context()).isNotSameAs(first);
    }

    @Test
    void oneOfManyWhoDialAtTheSameMomentReads() throws Exception {
        SSLContext first = contexts.current().context();
        write(authority.pem() + authority.pem());
        time.advance(Duration.ofSeconds(1));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (CapturedLog log = CapturedLog.of(TlsContexts.class.getName(), Level.INFO)) {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<SSLContext>> dials = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                dials.add(threads.submit(() -> {
                    start.await();
                    return contexts.current().context();
                }));
            }
            Set<SSLContext> used = new HashSet<>();
            for (Future<SSLContext> dial : dials) {
                used.add(dial.get());
            }

            assertThat(log.lines()).singleElement().asString().contains("the TLS files have changed and are used");
            SSLContext second = contexts.current().context();
            assertThat(second).isNotSameAs(first);
            assertThat(used).contains(second).isSubsetOf(first, second);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withoutFilesThereIsNothingToLookAt() {
        SSLContext own = authority.trustingClient();
        TlsContexts given = contexts(TlsConfig.on().withContext(own));
        TlsContexts trustingAll = contexts(TlsConfig.of(null, false, false));
        SSLContext first = trustingAll.current().context();
        time.advance(Duration.ofHours(1));

        assertThat(given.current().context()).isSameAs(own);
        assertThat(trustingAll.current().context()).isSameAs(first);
    }

    private TlsContexts contexts(TlsConfig config) {
        return new TlsContexts(config, time.clock());
    }

    private String write(String pem) throws IOException {
        return Files.writeString(folder.resolve("ca.pem"), pem).toString();
    }
}
