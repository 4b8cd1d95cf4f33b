package io.github.mooring.testkit.server;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs an {@link EmbeddedServer} until the process is told to end. */
public final class EmbeddedServerMain {
    private static final int BAD_USAGE = 2;
    private static final int CANNOT_LISTEN = 1;

    private EmbeddedServerMain() {}

    /** Starts the server; see the usage text for the arguments. Exits with 2 for bad ones, with 1 if the port is taken. */
    public static void main(String... arguments) throws InterruptedException {
        // the data engine logs through SLF4J, which would otherwise complain that nobody listens
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        int failure = run(List.of(arguments), System.out, System.err);
        if (failure != 0) {
            System.exit(failure);
        }
    }

    /** Returns an exit code at once if the server cannot run; otherwise serves until the JVM shuts down. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        EmbeddedServer server;
        try {
            server = MainOptions.parse(arguments).start();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(MainOptions.USAGE);
            return BAD_USAGE;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + ": " + e.getCause());
            return CANNOT_LISTEN;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped, out), "embedded-server-stop"));
        out.println("listening on " + server.uri());
        out.flush();
        stopped.await();
        return 0;
    }

    private static void stop(EmbeddedServer server, CountDownLatch stopped, PrintStream out) {
        server.close();
        out.println("stopped");
        out.flush();
        stopped.countDown();
    }
}
