package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small commands about the server itself; none of them touches data. */
final class Diagnostics {
    private static final Set<String> NAMES = Set.of(
            "ping",
            "buildInfo",
            "connectionStatus",
            "getParameter",
            "serverStatus",
            "endSessions",
            "refreshSessions",
            "killSessions",
            "startSession",
            "logout");

    private static final String VERSION = "7.0.0";

    private Diagnostics() {}

    static boolean supports(String name) {
        return NAMES.contains(name);
    }

    static Document run(Command command, Session session) {
        Document reply = switch (command.name()) {
            case "buildInfo" -> buildInfo();
            case "connectionStatus" -> connectionStatus(session.user());
            case "getParameter" -> parameter(command.body());
            case "serverStatus" ->
                new Document("version", VERSION).append("process", "embedded").append("localTime", Instant.now());
            case "startSession" ->
                new Document("id", new Document("id", UUID.randomUUID())).append("timeoutMinutes", 30);
            case "logout" -> logout(command, session);
            default -> new Document();
        };
        return reply.append("ok", 1.0);
    }

    private static Document buildInfo() {
        return new Document("version", VERSION)
                .append("versionArray", List.of(7, 0, 0, 0))
                .append("modules", List.of())
                .append("bits", 64)
                .append("maxBsonObjectSize", 16 * 1024 * 1024);
    }

    private static Document connectionStatus(@Nullable User user) {
        List<Document> users =
                user == null ? List.of() : List.of(new Document("user", user.name).append("db", user.database));
        List<Document> roles = user == null
                ? List.of()
                : user.grants.stream()
                        .map(grant -> new Document("role", grant.role().mongoName()).append("db", grant.database()))
                        .toList();
        return new Document(
                "authInfo", new Document("authenticatedUsers", users).append("authenticatedUserRoles", roles));
    }

    private static Document parameter(Document body) {
        if (body.containsKey("featureCompatibilityVersion")) {
            return new Document("featureCompatibilityVersion", new Document("version", "7.0"));
        }
        throw new CommandFailure(72, "no option found to get");
    }

    private static Document logout(Command command, Session session) {
        User user = session.user();
        if (user != null && user.database.equals(command.database())) {
            session.user(null);
        }
        return new Document();
    }
}
