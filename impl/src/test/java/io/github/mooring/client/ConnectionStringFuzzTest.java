package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.time.Seed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is thrown at a connection string ends in options or in an error that says so. */
class ConnectionStringFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String SECRET = "s3ntinel";
    private static final List<String> SEEDS = List.of(
            "mongodb://alice:s3ntinel@db.example.com:27018/shop?maxPoolSize=5&timeoutMS=100&w=majority&journal=true",
            "mongodb://alice:s3ntinel@[::1]:27018/?tls=true&tlsInsecure=true&readPreference=nearest&readPreferenceTags=a:b"
                    + "&readPreferenceTags=",
            "mongodb://alice:s3ntinel@h?wtimeout=5&authSource=users&authMechanism=SCRAM-SHA-256&retryWrites=false",
            "mongodb://alice:s3ntinel@b%C3%BCcher.example.com/a%20b?appName=%C3%BC&replicaSet=a@b");
    private static final String ALPHABET = "%@:/?&=;,.[]+-#$ \\\"\0\u0001\u00fc\ud83d09aFz";

    @Test
    void everyMutationEndsInOptionsOrInAConfigurationError() {
        Random random = new Seed("ConnectionStringFuzzTest").random();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            accepted += survives(mutate(random)) ? 1 : 0;
        }

        // neither everything nor nothing: the mutations reach both sides
        assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 99 / 100);
    }

    private static boolean survives(String uri) {
        try {
            assertThat(ClientOptions.parse(uri).toString()).isNotEmpty();
            return true;
        } catch (MongoConfigurationException e) {
            if (uri.contains(":" + SECRET) && String.valueOf(e.getMessage()).contains(SECRET)) {
                return fail("%s shows the password of %s", e.getMessage(), uri);
            }
            return false;
        } catch (RuntimeException e) {
            return fail("on " + uri, e);
        }
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
