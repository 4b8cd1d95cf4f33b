package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import java.lang.reflect.InvocationTargetException;

/** What containers do with handles and connections, where a failure is the adapter's fault. */
final class Handles {
    private Handles() {}

    /** Closes a handle of whatever class, as containers do that close what was left open. */
    static void close(Object handle, FaultLog faults) {
        try {
            handle.getClass().getMethod("close").invoke(handle);
        } catch (InvocationTargetException e) {
            faults.add("close of a handle failed: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            faults.add("a handle cannot be closed by a public close() without arguments: " + e);
        }
    }

    /** Cleans up so many times; false if it failed. */
    static boolean cleanUp(ManagedConnection connection, int times, FaultLog faults) {
        try {
            for (int i = 0; i < times; i++) {
                connection.cleanup();
            }
            return true;
        } catch (ResourceException | RuntimeException e) {
            faults.add("cleanup failed: " + e);
            return false;
        }
    }

    /** Destroys so many times. */
    static void destroy(ManagedConnection connection, int times, FaultLog faults) {
        try {
            for (int i = 0; i < times; i++) {
                connection.destroy();
            }
        } catch (ResourceException | RuntimeException e) {
            faults.add("destroy failed: " + e);
        }
    }
}
