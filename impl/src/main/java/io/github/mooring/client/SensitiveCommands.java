package io.github.mooring.client;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoServerException;
import java.util.Locale;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Commands that hold a secret, or whose reply does: of these nobody hears more than the name. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#security">
 *     Command Logging and Monitoring: security</a>
 */
final class SensitiveCommands {
    /** In lower case: who writes such a name otherwise has a secret in the command all the same. */
    private static final Set<String> ALWAYS = Set.of(
            "authenticate",
            "saslstart",
            "saslcontinue",
            "getnonce",
            "createuser",
            "updateuser",
            "copydbgetnonce",
            "copydbsaslstart",
            "copydb");

    private static final Set<String> GREETINGS = Set.of("hello", "ismaster");

    private SensitiveCommands() {}

    /** Whether nobody may see this command. */
    static boolean contains(String name, BsonDocument command) {
        String lowered = name.toLowerCase(Locale.ROOT);
        return ALWAYS.contains(lowered)
                || (GREETINGS.contains(lowered) && command.containsKey("speculativeAuthenticate"));
    }

    /** The server's refusal of such a command without the server's words; another error is as good as it is. */
    static Throwable redacted(String name, MongoException failure) {
        if (failure.code() == 0
                && !(failure instanceof MongoServerException)
                && !(failure instanceof MongoSecurityException)) {
            return failure;
        }
        String code = failure.code() + (failure.codeName().isEmpty() ? "" : " (" + failure.codeName() + ")");
        return new MongoCommandException(
                name,
                name + " failed with error " + code + "; what the server says is not shown",
                failure.context(),
                "{}");
    }
}
