package io.github.mooring.client;

import io.github.mooring.notice.LogId;
import io.github.mooring.time.TaskRunner;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Shows a deployment outside a container, if its options say so. Stateless. */
final class Displays {
    private static final Logger LOG = System.getLogger(Displays.class.getName());

    private Displays() {}

    /** Everything that shows it; none unless {@code jmx} is true. */
    static List<AutoCloseable> of(
            ClientOptions options, Deployment deployment, SessionCount sessions, TaskRunner runner) {
        List<AutoCloseable> displays = new ArrayList<>();
        if (Boolean.TRUE.equals(options.log().jmx())) {
            try {
                // the library's own class loader: whose thread happens to come first must not decide what is found
                ServiceLoader.load(Display.class, Displays.class.getClassLoader())
                        .forEach(display -> displays.add(display.show(deployment, sessions, runner)));
            } catch (ServiceConfigurationError | LinkageError e) {
                LogId.JMX_NOT_POSSIBLE.log(
                        LOG,
                        "JMX cannot show the deployment at "
                                + options.topology().seeds(),
                        e);
            }
        }
        return displays;
    }

    /** Ends them all, whatever fails. */
    static void close(List<AutoCloseable> displays) {
        for (AutoCloseable display : displays) {
            try {
                display.close();
            } catch (Exception e) {
                LogId.DISPLAY_END_FAILED.log(LOG, "what JMX shows did not end as it should", e);
            }
        }
    }
}
