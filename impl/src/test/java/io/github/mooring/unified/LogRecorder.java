package io.github.mooring.unified;

import io.github.mooring.client.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the lines of the log of some components, in the words of the format; thread-safe.
 */
final class LogRecorder implements EntityPart {
    private static final String BEGINNING = "Starting topology monitoring";
    private static final String TOPOLOGY = "topologyId";
    private static final String COMPONENT = "io.github.mooring.";

    private final List<BsonDocument> lines = new CopyOnWriteArrayList<>();
    private final List<Tap> taps = new ArrayList<>();

    /** {@code components} are names, each with the least level that counts. */
    LogRecorder(BsonDocument components) {
        components.forEach(
                (name, level) -> taps.add(new Tap(name, level(level.asString().getValue()))));
    }

    /** The names of the specification as they are written by the platform's logging. */
    private static Level level(String name) {
        return switch (name) {
            case "emergency", "alert", "critical", "error" -> Level.SEVERE;
            case "warning" -> Level.WARNING;
            case "notice", "informational" -> Level.INFO;
            case "debug" -> Level.FINE;
            case "trace" -> Level.FINEST;
            default -> throw new InvalidCaseException("no level of the log: " + name);
        };
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        } else if (level.intValue() >= Level.WARNING.intValue()) {
            return "warning";
        } else if (level.intValue() >= Level.INFO.intValue()) {
            return "informational";
        }
        return level.intValue() >= Level.FINE.intValue() ? "debug" : "trace";
    }

    /** What was written so far: {@code level}, {@code component} and {@code data}. */
    List<BsonDocument> lines() {
        return List.copyOf(lines);
    }

    /**
     * Those lines, without what other clients have written about their servers: the first client that has begun to watch servers
     * since this was made is the one that is meant.
     */
    List<BsonDocument> ofFirstTopology() {
        BsonValue first = lines().stream()
                .map(line -> line.getDocument("data"))
                .filter(data -> data.getString("message").getValue().equals(BEGINNING))
                .findFirst()
                .map(data -> data.get(TOPOLOGY))
                .orElse(null);
        return lines().stream()
                .filter(line -> isOf(first, line.getDocument("data").get(TOPOLOGY)))
                .toList();
    }

    private static boolean isOf(@Nullable BsonValue topology, @Nullable BsonValue told) {
        return topology == null || told == null || topology.equals(told);
    }

    @Override
    public void close() {
        taps.forEach(Tap::close);
    }

    /** Catches what one component writes, before it comes to the console. */
    private final class Tap extends Handler {
        private final String component;
        private final Logger logger;
        private final @Nullable Level before;

        Tap(String component, Level level) {
            this.component = component;
            this.logger = Logger.getLogger(COMPONENT + component);
            this.before = logger.getLevel();
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
            logger.setLevel(level);
        }

        @Override
        public void publish(LogRecord entry) {
            Object[] parameters = entry.getParameters();
            if (parameters != null && parameters.length == 1 && parameters[0] instanceof LogLine line) {
                lines.add(new BsonDocument("level", new BsonString(name(entry.getLevel())))
                        .append("component", new BsonString(component))
                        .append("data", data(line)));
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(before);
        }
    }

    private static BsonDocument data(LogLine line) {
        BsonDocument data = new BsonDocument("message", new BsonString(line.message()));
        line.data().forEach((name, value) -> data.append(name, bson(value)));
        return data;
    }

    private static BsonValue bson(Object value) {
        if (value instanceof Boolean flag) {
            return BsonBoolean.valueOf(flag);
        } else if (value instanceof Integer number) {
            return new BsonInt32(number);
        } else if (value instanceof Double number) {
            return new BsonDouble(number);
        } else if (value instanceof Number number) {
            return new BsonInt64(number.longValue());
        }
        return new BsonString(value.toString());
    }
}
