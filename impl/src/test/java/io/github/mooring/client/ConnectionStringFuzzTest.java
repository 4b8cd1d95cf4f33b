package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.time.Seed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is thrown at a connection string ends in options or in an error that says so. */
class ConnectionStringFuzzTest {
    private static final int ROUNDS = 10_000;
    private static final String SECRET = "Q7x9Kv2Z";
    private static final int PIECE = 4;
    private static final List<String> SECRET_PLACES =
            List.of("AWS_SESSION_TOKEN:", "&proxyPassword=", "&tlsCertificateKeyFilePassword=");
    private static final List<String> SEEDS = List.of(
            "mongodb://alice:Q7x9Kv2Z@db.example.com:27018/shop?maxPoolSize=5&timeoutMS=100&w=majority&journal=true",
            "mongodb://alice:Q7x9Kv2Z@[::1]:27018/?tls=true&tlsInsecure=true&readPreference=nearest&readPreferenceTags=a:b"
                    + "&readPreferenceTags=",
            "mongodb://alice:Q7x9Kv2Z@h?wtimeout=5&authSource=users&authMechanism=SCRAM-SHA-256&retryWrites=false",
            "mongodb://alice:Q7x9Kv2Z@a,[::1]:5,b/?compressors=zlib,snappy&maxStalenessSeconds=90&readPreference=nearest"
                    + "&authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:Q7x9Kv2Z&strictOptions=false",
            "mongodb+srv://alice:Q7x9Kv2Z@c.example.com/?srvMaxHosts=2&proxyHost=p&proxyUsername=u&proxyPassword=Q7x9Kv2Z"
                    + "&tlsCAFile=a&tlsCertificateKeyFile=b&tlsCertificateKeyFilePassword=Q7x9Kv2Z&safe=true&j=true",
            "mongodb://alice:Q7x9Kv2Z@b%C3%BCcher.example.com/a%20b?appName=%C3%BC&replicaSet=a@b");
    private static final String ALPHABET = "%@:/?&=;,.[]+-#$ \\\"\0\u0001\u00fc\ud83d09aFz";

    @Test
    void everyMutationEndsInOptionsOrInAConfigurationError() {
        Random random = new Seed("ConnectionStringFuzzTest").random();
        int accepted = 0;
        try (CapturedLog quiet = CapturedLog.of(ClientOptions.class.getName(), Level.OFF)) {
            for (int round = 0; round < ROUNDS; round++) {
                accepted += survives(mutate(random)) ? 1 : 0;
            }
            assertThat(quiet.lines()).isEmpty();
        }

        // neither everything nor nothing: the mutations reach both sides
        assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 99 / 100);
    }

    private static boolean survives(String uri) {
        try {
            ClientOptions options =
                    ClientOptions.from(Map.of(Option.CONNECTION_URL, uri, Option.STRICT_OPTIONS, "false"));
            checkHidden(uri, options.toString());
            return true;
        } catch (MongoConfigurationException e) {
            checkHidden(uri, String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException e) {
            return fail("on " + uri, e);
        }
    }

    /** As long as the secret stands only where secrets do; a mutation may have carried it elsewhere. */
    private static void checkHidden(String uri, String told) {
        String rest = uri.replaceFirst(":" + SECRET, "");
        for (String place : SECRET_PLACES) {
            rest = rest.replace(place + SECRET, "");
        }
        if (uri.contains(":" + SECRET) && !hasPiece(rest) && hasPiece(told)) {
            fail("%s shows a piece of the password of %s", told, uri);
        }
    }

    /** A piece of the secret that is long enough to be no accident. */
    private static boolean hasPiece(String text) {
        return IntStream.rangeClosed(0, SECRET.length() - PIECE)
                .anyMatch(from -> text.contains(SECRET.substring(from, from + PIECE)));
    }

    private static String mutate(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int edits = 1 + random.nextInt(3); edits > 0 && text.length() > 1; edits--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
