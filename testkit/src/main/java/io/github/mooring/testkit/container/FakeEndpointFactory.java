package io.github.mooring.testkit.container;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * An application's message endpoint as an adapter gets it: a factory of proxies around one listener. It may be
 * unavailable at first. A proxy that is used by two threads at once, after its release, or with deliveries out of their
 * order, is a fault of the adapter's. Thread-safe.
 */
public final class FakeEndpointFactory implements MessageEndpointFactory {
    private final Class<?> listenerType;
    private final Object listener;
    private final String activationName;
    private final FaultLog faults = new FaultLog();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();
    private final List<@Nullable XAResource> resources = new CopyOnWriteArrayList<>();
    private volatile boolean transacted;

    /**
     * A factory.
     *
     * @param listenerType   the interface by which messages are delivered
     * @param listener       where they go
     * @param activationName the same at each activation of the endpoint, and of no other
     */
    public <L> FakeEndpointFactory(Class<L> listenerType, L listener, String activationName) {
        this.listenerType = listenerType;
        this.listener = listener;
        this.activationName = activationName;
    }

    /** Refuses so many endpoints, as long as the application is not ready. */
    public void refuse(int times) {
        unavailable.set(times);
    }

    /** Whether deliveries are part of a transaction from now on. */
    public void setTransacted(boolean transacted) {
        this.transacted = transacted;
    }

    /** What a container would have logged as an adapter's fault. */
    public List<String> warnings() {
        return faults.all();
    }

    /** How many endpoints were made. */
    public int created() {
        return created.get();
    }

    /** How many endpoints were given back. */
    public int released() {
        return released.get();
    }

    /** With which resource each endpoint was asked for; null where with none. */
    public List<@Nullable XAResource> resources() {
        return resources;
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource) throws UnavailableException {
        return createEndpoint(resource, 0);
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource, long timeout) throws UnavailableException {
        if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UnavailableException("the application is not ready");
        }
        created.incrementAndGet();
        resources.add(resource);
        return (MessageEndpoint) Proxy.newProxyInstance(
                listenerType.getClassLoader(), new Class<?>[] {listenerType, MessageEndpoint.class}, new Endpoint());
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    @Override
    public String getActivationName() {
        return activationName;
    }

    @Override
    public Class<?> getEndpointClass() {
        return listener.getClass();
    }

    /** One proxy. What it notes is changed by the thread that has entered it, of which there is one at most. */
    private final class Endpoint implements InvocationHandler {
        private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
        private volatile boolean gone;
        private volatile @Nullable Thread delivering;
        private final AtomicInteger deliveries = new AtomicInteger();

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            Thread thread = Thread.currentThread();
            Thread other = inside.compareAndExchange(null, thread);
            if (other != null && other != thread) {
                faults.add("one endpoint is used by two threads: " + other.getName() + ", " + thread.getName());
            }
            try {
                return entered(method, arguments);
            } finally {
                inside.compareAndSet(thread, null);
            }
        }

        private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "endpoint " + activationName;
            };
        }

        private @Nullable Object entered(Method method, Object @Nullable [] arguments) throws Throwable {
            if (gone) {
                faults.add("an endpoint is used after its release: " + method.getName());
                throw new IllegalStateException("the endpoint was released");
            }
            switch (method.getName()) {
                case "beforeDelivery" -> before();
                case "afterDelivery" -> after();
                case "release" -> release();
                default -> {
                    return deliver(method, arguments);
                }
            }
            return null;
        }

        private void before() {
            if (delivering != null) {
                faults.add("beforeDelivery is called twice without afterDelivery");
            }
            delivering = Thread.currentThread();
            deliveries.set(0);
        }

        private void after() {
            if (delivering != Thread.currentThread()) {
                faults.add("afterDelivery is called without beforeDelivery on the same thread");
            }
            delivering = null;
        }

        private void release() {
            if (delivering != null) {
                faults.add("an endpoint is released between beforeDelivery and afterDelivery");
            }
            gone = true;
            released.incrementAndGet();
        }

        private @Nullable Object deliver(Method method, Object @Nullable [] arguments) throws Throwable {
            if (delivering != null && deliveries.incrementAndGet() > 1) {
                faults.add("more than one message between beforeDelivery and afterDelivery");
            }
            try {
                return method.invoke(listener, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
