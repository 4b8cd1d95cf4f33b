package io.github.mooring.management;

import io.github.mooring.notice.LogId;
import java.lang.System.Logger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotCompliantMBeanException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * Registers beans, and whatever goes wrong with that does no harm: it is logged, and the bean is not there. Thread-safe.
 */
final class BeanServer {
    private static final Logger LOG = System.getLogger(BeanServer.class.getName());
    /** Chosen: nobody has so many of the same name; but the search has to end where a server says that every name is taken. */
    private static final int MOST_OF_ONE_NAME = 1000;

    private final MBeanServer server;
    private final AtomicBoolean complained = new AtomicBoolean();

    BeanServer(MBeanServer server) {
        this.server = server;
    }

    /**
     * Registers a bean under the first name that is free.
     *
     * @param names the first, the second and so on
     * @return the name that the server has given it; null if it could not be registered
     */
    <T> @Nullable ObjectName register(T bean, Class<T> type, IntFunction<ObjectName> names) {
        try {
            return registerAs(new StandardMBean(bean, type, true), names);
        } catch (JMException | RuntimeException | LinkageError e) {
            complain(type, e);
            return null;
        }
    }

    /** As above, where there can be only one of that name. */
    <T> @Nullable ObjectName register(T bean, Class<T> type, ObjectName name) {
        try {
            return server.registerMBean(new StandardMBean(bean, type, true), name)
                    .getObjectName();
        } catch (JMException | RuntimeException | LinkageError e) {
            complain(type, e);
            return null;
        }
    }

    private ObjectName registerAs(StandardMBean bean, IntFunction<ObjectName> names) throws JMException {
        for (int number = 1; number < MOST_OF_ONE_NAME; number++) {
            ObjectName name = names.apply(number);
            // asked first, because that costs less than an exception; whoever is faster in between is met by the
            // exception
            if (!server.isRegistered(name)) {
                try {
                    return server.registerMBean(bean, name).getObjectName();
                } catch (InstanceAlreadyExistsException e) {
                    // the next number may be free
                }
            }
        }
        throw new NotCompliantMBeanException("every name is taken, up to " + names.apply(MOST_OF_ONE_NAME));
    }

    private void complain(Class<?> type, Throwable e) {
        if (!complained.getAndSet(true)) {
            LogId.BEAN_NOT_REGISTERED.log(
                    LOG,
                    "a " + type.getSimpleName() + " could not be registered, so JMX does not show it: " + e
                            + "; nothing else is affected, and further failures are not logged",
                    e);
        }
    }

    /** Takes a bean away; null, or one that is not there any more, is as good. */
    void unregister(@Nullable ObjectName name) {
        if (name == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // somebody else has taken it away
        } catch (JMException | RuntimeException e) {
            LogId.BEAN_NOT_UNREGISTERED.log(
                    LOG,
                    name
                            + " could not be unregistered: JMX goes on to show it, without values, and keeps its class loader",
                    e);
        }
    }
}
