package io.github.mooring.demo;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The adapter's own numbers. Here the factory is looked up, for code that nothing is injected into. */
@ApplicationScoped
public class AdapterStatus {
    private static final String FACTORY = "java:comp/env/eis/MongoSessionFactory";

    /** The numbers of this moment. */
    public JsonObject read() {
        return toJson(factory().statistics());
    }

    @SuppressWarnings("BanJNDI") // the name is a constant, and what the container binds there is the container's
    private static MongoSessionFactory factory() {
        try {
            return InitialContext.doLookup(FACTORY);
        } catch (NamingException e) {
            throw new IllegalStateException("there is no " + FACTORY + "; is mooring.rar deployed?", e);
        }
    }

    static JsonObject toJson(FactoryStatistics now) {
        return Json.createObjectBuilder()
                .add("server", now.server().toString())
                .add(
                        "sessions",
                        Json.createObjectBuilder()
                                .add("open", now.sessionsOpen())
                                .add("opened", now.sessionsOpened()))
                .add(
                        "sockets",
                        Json.createObjectBuilder()
                                .add("open", now.socketsOpen())
                                .add("inUse", now.socketsInUse())
                                .add("opened", now.socketsOpened())
                                .add("waiting", now.callersWaiting()))
                .add("pings", pings(now))
                .build();
    }

    private static JsonObjectBuilder pings(FactoryStatistics now) {
        return Json.createObjectBuilder()
                .add("answered", now.pings())
                .add("failed", now.pingsFailed())
                .add("lastMillis", millis(now.lastPing()))
                .add("lastAt", text(Optional.ofNullable(now.lastPingAt()).map(Instant::toString)))
                .add("lastError", text(Optional.ofNullable(now.lastError())));
    }

    private static JsonValue millis(@Nullable Duration duration) {
        return duration == null ? JsonValue.NULL : Json.createValue(duration.toNanos() / 1e6);
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }
}
