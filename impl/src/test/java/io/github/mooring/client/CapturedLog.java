package io.github.mooring.client;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What is logged under one name, caught before it reaches the console; thread-safe. Close it. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
        this.before = logger.getLevel();
    }

    /** Catches what is logged from now on, from that level upwards. */
    public static CapturedLog of(String name, Level level) {
        CapturedLog captured = new CapturedLog(Logger.getLogger(name));
        captured.logger.addHandler(captured);
        captured.logger.setUseParentHandlers(false);
        captured.level(level);
        return captured;
    }

    /** Sets the level from which on messages are logged. */
    void level(Level level) {
        logger.setLevel(level);
    }

    public List<String> lines() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /** As a handler writes them, with what stands for the parameters. */
    public List<String> texts() {
        return records.stream().map(new SimpleFormatter()::formatMessage).toList();
    }

    /** Those lines that have a message and values. */
    List<LogLine> structured() {
        return records.stream()
                .map(LogRecord::getParameters)
                .filter(parameters -> parameters != null && parameters.length == 1)
                .map(parameters -> parameters[0])
                .filter(LogLine.class::isInstance)
                .map(LogLine.class::cast)
                .toList();
    }

    public List<Level> levels() {
        return records.stream().map(LogRecord::getLevel).toList();
    }

    List<Throwable> thrown() {
        return records.stream()
                .map(record -> Objects.requireNonNull(record.getThrown()))
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        records.add(entry);
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
