package io.github.mooring.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.management.Beans;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * All that any logger of the JVM says at any level, and all that listeners and the Flight Recorder hear, while this is open; what JMX
 * shows when a test looks at it; and whatever a test adds:
 * errors, texts of objects. Thread-safe.
 */
final class EverythingSaid implements AutoCloseable {
    /** With characters that have to be encoded in a connection string. */
    static final String SECRET = "s3ntinel/p@ss:w%rd";

    private static final int ALIGNMENTS = 3;

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final RecordingCommandListener commands = new RecordingCommandListener();
    private final RecordingTopologyListener servers = new RecordingTopologyListener();
    private final RecordingPoolListener pools = new RecordingPoolListener();
    private final FlightRecording recording = FlightRecording.start();
    private final Logger root = Logger.getLogger("");
    private final @Nullable Level before = root.getLevel();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            note(entry.getMessage(), Arrays.toString(entry.getParameters()), entry.getThrown());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is held
        }
    };

    EverythingSaid() {
        root.addHandler(log);
        root.setLevel(Level.ALL);
    }

    /** The options, with listeners of all kinds, and shown by JMX. */
    ClientOptions hear(ClientOptions options) {
        return shown(options)
                .withCommandListener(commands)
                .withTopologyListener(servers)
                .withConnectionPoolListener(pools);
    }

    private static ClientOptions shown(ClientOptions options) {
        return new ClientOptions(
                options.topology(),
                options.identity(),
                options.signOn(),
                options.tls(),
                options.connection(),
                options.pool(),
                options.retry(),
                options.transactions(),
                options.session(),
                new LogOptions(options.log().maxDocumentLength(), true),
                options.listeners(),
                options.remarks(),
                options.unresolved());
    }

    /** Adds whatever JMX shows at this moment: the names of all beans, and every attribute. */
    void lookAtBeans() {
        texts.addAll(Beans.dump("io.github.mooring:"));
    }

    /** Does it, and notes the error if there is one. */
    void that(ThrowingCallable use) {
        try {
            use.call();
        } catch (Throwable e) {
            note(e);
        }
    }

    /** Adds the texts of these, with causes, what was suppressed, and a server's whole reply. */
    void note(@Nullable Object... things) {
        for (Object thing : things) {
            texts.add(String.valueOf(thing));
            if (thing instanceof Throwable error) {
                texts.add(stackTrace(error));
            }
            if (thing instanceof MongoCommandException refusal) {
                texts.add(refusal.response());
            }
        }
    }

    String text() {
        List<String> all = new ArrayList<>(texts);
        all.add(commands.events().toString());
        all.add(servers.events().toString());
        all.add(pools.events().toString());
        all.add(recording.events().toString());
        return String.join("\n", all);
    }

    void assertHidden() {
        assertThat(text()).doesNotContain(forms().toArray(CharSequence[]::new));
    }

    /** The secret in whatever form it may turn up, and telling pieces of it. */
    static List<String> forms() {
        List<String> forms = new ArrayList<>(List.of(
                SECRET,
                percentEncoded(),
                HexFormat.of().formatHex(SECRET.getBytes(UTF_8)),
                Arrays.toString(SECRET.getBytes(UTF_8)),
                "s3ntinel",
                "p@ss",
                "p%40ss",
                "w%rd",
                "w%25rd"));
        for (int i = 0; i < ALIGNMENTS; i++) {
            forms.add(base64At(i));
        }
        return forms;
    }

    static String percentEncoded() {
        return URLEncoder.encode(SECRET, UTF_8);
    }

    /** As it stands in the Base64 of a longer text, behind so many bytes: without what depends on its neighbours. */
    private static String base64At(int bytesBefore) {
        String encoded =
                Base64.getEncoder().withoutPadding().encodeToString(("x".repeat(bytesBefore) + SECRET).getBytes(UTF_8));
        return encoded.substring(bytesBefore == 0 ? 0 : bytesBefore + 1, encoded.length() - 2);
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    public void close() {
        recording.close();
        root.removeHandler(log);
        root.setLevel(before);
    }
}
