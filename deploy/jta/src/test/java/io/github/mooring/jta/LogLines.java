package io.github.mooring.jta;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the container's own code logs while this is open; thread-safe. */
final class LogLines extends Handler {
    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    private LogLines(String name, Level least) {
        logger = Logger.getLogger(name);
        logger.setLevel(least);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    /** Of IronJacamar. */
    static LogLines ofIronJacamar(Level least) {
        return new LogLines("org.jboss.jca", least);
    }

    /** Of Narayana, which would write to the console what a test has provoked. */
    static LogLines ofNarayana() {
        return new LogLines("com.arjuna", Level.WARNING);
    }

    /** What an administrator would have to look at, and what the container calls information but cannot be right. */
    List<String> warnings() {
        return records.stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue() || isAboutAnUnknownSession(line))
                .map(formatter::formatMessage)
                .toList();
    }

    private boolean isAboutAnUnknownSession(LogRecord line) {
        return formatter.formatMessage(line).startsWith("IJ000302");
    }

    /** All lines of that level and above. */
    List<String> lines(Level least) {
        return records.stream()
                .filter(line -> line.getLevel().intValue() >= least.intValue())
                .map(formatter::formatMessage)
                .toList();
    }

    void forget() {
        records.clear();
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
