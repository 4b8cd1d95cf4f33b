package io.github.mooring.transport;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a dial speaks TLS with, kept up to date with the files that it comes from; thread-safe without a lock.
 *
 * <p>Whoever dials looks at the files, at most once in {@link #LOOK_PERIOD} and one thread at a time; so a certificate is
 * renewed by putting another file in place of the old one. Connections that exist stay as they are. A new file that cannot
 * be used changes nothing but the log, where it is told once, and the text of a dial that fails meanwhile. Of two
 * threads that read at the same time the later one wins; had it read the older content, the next look would see that.
 */
final class TlsContexts {
    /** How often the files are looked at, at most. Chosen: two system calls a second are nothing. */
    static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(TlsContexts.class.getName());

    private final TlsConfig config;
    private final Clock clock;
    /** When the files were last looked at; who moves it on looks. */
    private final AtomicLong lookedAtNanos;
    /** What is in use; null until a context without files is asked for. Replaced as a whole by whoever has looked. */
    private volatile @Nullable Current current;

    /**
     * Reads the files, if there are any.
     *
     * @throws MongoConfigurationException if one of them cannot be used
     */
    TlsContexts(TlsConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.lookedAtNanos = new AtomicLong(clock.nanoTime());
        this.current = config.isTheJvms() ? null : load();
        warnOfWhatIsOff();
    }

    TlsConfig config() {
        return config;
    }

    /** What to use for the next connection. */
    Current current() {
        Current used = current;
        if (used == null) {
            used = new Current(context(), null, List.of(), null);
            current = used;
        }
        return config.files() != null && isTimeToLook() ? renewed(used, config.files()) : used;
    }

    private boolean isTimeToLook() {
        long last = lookedAtNanos.get();
        long now = clock.nanoTime();
        return now - last >= LOOK_PERIOD.toNanos() && lookedAtNanos.compareAndSet(last, now);
    }

    private Current renewed(Current used, TlsFiles files) {
        List<FileStamp> stamps = FileStamp.of(files);
        if (stamps.equals(used.stamps())) {
            return used;
        }
        Current next = reload(used, stamps);
        current = next;
        return next;
    }

    private Current reload(Current used, List<FileStamp> stamps) {
        try {
            Current fresh = load();
            LogId.TLS_FILES_CHANGED.log(LOG, "the TLS files have changed and are used from now on: " + config.files());
            return fresh;
        } catch (MongoConfigurationException e) {
            LogId.TLS_FILES_UNUSABLE.log(
                    LOG,
                    "the TLS files have changed but cannot be used; new connections use what was read before: "
                            + e.getMessage());
            return new Current(used.context(), used.own(), stamps, String.valueOf(e.getMessage()));
        }
    }

    /** The stamps are taken first: what changes while it is read is read again. */
    private Current load() {
        TlsFiles files = config.files();
        List<FileStamp> stamps = files == null ? List.of() : FileStamp.of(files);
        TlsMaterial material = files == null ? new TlsMaterial(List.of(), null, List.of()) : TlsMaterial.read(files);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(material.keyManagers(), new TrustManager[] {trust(material)}, null);
            return new Current(context, material.own(), stamps, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new MongoConfigurationException(
                    "no TLS context can be made of " + config.files() + ": " + e.getMessage(), e);
        }
    }

    private TrustManager trust(TlsMaterial material) throws GeneralSecurityException, IOException {
        if (config.certificateCheck()) {
            return new RememberingTrustManager(material.trustManager(config.revocation()));
        }
        return config.hostNameCheck() ? AnyCertificate.thatIsMadeOutForTheHost() : AnyCertificate.whatsoever();
    }

    private SSLContext context() {
        SSLContext given = config.context();
        if (given != null) {
            return given;
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new MongoConfigurationException(
                    "tls=true, but the default TLS context of this JVM cannot be made (" + e.getMessage()
                            + "); are the javax.net.ssl system properties right?",
                    e);
        }
    }

    private void warnOfWhatIsOff() {
        if (!config.certificateCheck()) {
            LogId.TLS_ANY_CERTIFICATE.log(
                    LOG,
                    "any certificate is accepted from servers (tlsAllowInvalidCertificates or tlsInsecure):"
                            + " whoever is in between can read and change what is sent");
        } else if (!config.hostNameCheck()) {
            LogId.TLS_ANY_HOST.log(
                    LOG,
                    "certificates of other hosts are accepted from servers (tlsAllowInvalidHostnames):"
                            + " whoever has one of the same authority can pose as the server");
        }
    }

    /**
     * What is in use.
     *
     * @param context what a dial speaks TLS with
     * @param own     the certificate that is shown to servers, as far as it is known: null with an application's context
     * @param stamps  how the files looked
     * @param trouble why what the files hold now is not what is in use; null if it is
     */
    record Current(
            SSLContext context,
            @Nullable X509Certificate own,
            List<FileStamp> stamps,
            @Nullable String trouble) {
        Current {
            Objects.requireNonNull(context, "context");
        }
    }
}
