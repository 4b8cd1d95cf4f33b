package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/**
 * Counts what is in the server's process, from outside, through the management beans of its JVM. Each count collects
 * the garbage first, so what is counted can be reached.
 */
final class Census implements AutoCloseable {
    private static final String OURS = "io.github.mooring.";
    private static final String TIMER = "java.util.TimerThread";

    /** An enum of the adapter: as long as its class is loaded there are instances, a row of them for each class loader. */
    private static final String IN_EACH_COPY = "io.github.mooring.client.Option";

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private Census(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
    }

    /**
     * What was counted.
     *
     * @param copies class loaders that hold the adapter's classes
     * @param adapters instances of the resource adapter
     * @param ourThreads threads that run code of the adapter
     * @param threads all threads
     * @param timers names of the running threads of {@link java.util.Timer}
     * @param endedTimers those that have ended, and that somebody holds all the same
     * @param ourMBeans management beans of the adapter
     * @param mbeans all management beans
     * @param classes loaded classes
     */
    record Count(
            long copies,
            long adapters,
            List<String> ourThreads,
            int threads,
            List<String> timers,
            long endedTimers,
            int ourMBeans,
            int mbeans,
            int classes) {}

    /** Of the server of this run. */
    static Census ofThisRun() throws IOException {
        return new Census(ServerProcess.connect());
    }

    Count take() throws IOException, JMException {
        diagnose("gcRun");
        List<String[]> rows = histogram();
        ThreadInfo[] threads = ManagementFactory.newPlatformMXBeanProxy(
                        server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class)
                .dumpAllThreads(false, false);
        List<String> timers = Arrays.stream(threads)
                .filter(thread -> runs(thread, Census::isTimer))
                .map(ThreadInfo::getThreadName)
                .toList();
        return new Count(
                rows.stream().filter(row -> row[3].equals(IN_EACH_COPY)).count(),
                instances(rows, OURS + "jca.MongoResourceAdapter"),
                Arrays.stream(threads)
                        .filter(thread -> runs(thread, Census::isOurs))
                        .map(ThreadInfo::toString)
                        .toList(),
                threads.length,
                timers,
                instances(rows, TIMER) - timers.size(),
                server.queryNames(new ObjectName(OURS + "*:*"), null).size()
                        + server.queryNames(new ObjectName("io.github.mooring:*"), null)
                                .size(),
                server.getMBeanCount(),
                (Integer) server.getAttribute(
                        new ObjectName(ManagementFactory.CLASS_LOADING_MXBEAN_NAME), "LoadedClassCount"));
    }

    private static boolean runs(ThreadInfo thread, Predicate<String> className) {
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(className);
    }

    private static boolean isOurs(String className) {
        return className.startsWith(OURS) && !className.startsWith(OURS + "deploy.");
    }

    private static boolean isTimer(String className) {
        return className.equals(TIMER);
    }

    /** Rows of rank, instances, bytes, name, and perhaps module. */
    private List<String[]> histogram() throws IOException, JMException {
        String text = diagnose("gcClassHistogram");
        return text.lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(row -> row.length >= 4 && row[0].endsWith(":"))
                .toList();
    }

    private static long instances(List<String[]> rows, String name) {
        return rows.stream()
                .filter(row -> row[3].equals(name))
                .mapToLong(row -> Long.parseLong(row[1]))
                .sum();
    }

    private String diagnose(String operation) throws IOException, JMException {
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        boolean takesArguments = Stream.of(server.getMBeanInfo(commands).getOperations())
                .anyMatch(known -> known.getName().equals(operation) && known.getSignature().length > 0);
        Object[] arguments = takesArguments ? new Object[] {new String[0]} : new Object[0];
        String[] signature = takesArguments ? new String[] {String[].class.getName()} : new String[0];
        return (String) server.invoke(commands, operation, arguments, signature);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
