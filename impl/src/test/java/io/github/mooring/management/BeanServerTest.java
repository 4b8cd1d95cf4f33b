package io.github.mooring.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.client.CapturedLog;
import io.github.mooring.client.Insight;
import io.github.mooring.pool.BudgetStats;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BeanServerTest {
    private final MBeanServer real = MBeanServerFactory.newMBeanServer();
    private final BeanServer beans = new BeanServer(real);

    /** A bean with one attribute. */
    public interface CountMXBean {
        int getCount();
    }

    private static ObjectName name(int number) {
        return Beans.name("io.github.mooring:type=Count,count=" + number);
    }

    private static CountMXBean count(int value) {
        return () -> value;
    }

    @Test
    void eachTakesTheFirstNameThatIsFree() {
        ObjectName first = beans.register(count(1), CountMXBean.class, BeanServerTest::name);
        assertThat(beans.register(count(2), CountMXBean.class, BeanServerTest::name))
                .isEqualTo(name(2));
        assertThat(first).isEqualTo(name(1));

        beans.unregister(first);

        assertThat(beans.register(count(3), CountMXBean.class, BeanServerTest::name))
                .isEqualTo(name(1));
    }

    @Test
    void whatIsGoneOrWasNeverThereIsUnregisteredQuietly() {
        try (CapturedLog log = CapturedLog.of(BeanServer.class.getName(), Level.ALL)) {
            beans.unregister(name(1));
            beans.unregister(null);

            assertThat(log.lines()).isEmpty();
        }
    }

    /** As a security manager, or a server's own rules, may have it. */
    @Test
    void aServerThatRefusesIsComplainedOfOnceAndDoesNoHarm() {
        List<String> asked = new ArrayList<>();
        MBeanServer refusing = (MBeanServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    if (method.getName().equals("isRegistered")) {
                        return false;
                    }
                    throw new SecurityException("not you");
                });
        BeanServer refused = new BeanServer(refusing);
        try (CapturedLog log = CapturedLog.of(BeanServer.class.getName(), Level.ALL)) {
            assertThat(refused.register(count(1), CountMXBean.class, BeanServerTest::name))
                    .isNull();
            assertThat(refused.register(count(2), CountMXBean.class, name(2))).isNull();
            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .contains("CountMXBean", "not you", "nothing else is affected");

            refused.unregister(name(1));

            assertThat(log.texts())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains(name(1).toString(), "could not be unregistered");
            assertThat(asked).containsExactly("isRegistered", "registerMBean", "registerMBean", "unregisterMBean");
        }
    }

    /** Somebody else may take the name between the question and the answer. */
    @Test
    void aNameThatIsTakenInTheLastMomentIsLeftToWhoHasIt() {
        MBeanServer late = (MBeanServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isRegistered")) {
                        return false;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        assertThat(beans.register(count(1), CountMXBean.class, BeanServerTest::name))
                .isEqualTo(name(1));

        assertThat(new BeanServer(late).register(count(2), CountMXBean.class, BeanServerTest::name))
                .isEqualTo(name(2));
    }

    /** What the server does not give back must not keep an adapter, its deployments and their sockets alive. */
    @Test
    void aBeanThatCannotBeUnregisteredHoldsNothingAnyMore() throws Exception {
        MBeanServer keeping = (MBeanServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("unregisterMBean")) {
                        throw new SecurityException("never");
                    }
                    return method.invoke(real, arguments);
                });
        ObjectName name = Beans.name("io.github.mooring:type=Adapter,adapter=1");
        AdapterDisplay display = AdapterDisplay.of(new IdleAdapter(), keeping);
        try (CapturedLog log = CapturedLog.of(BeanServer.class.getName(), Level.ALL)) {
            assertThat(real.getAttribute(name, "OpenSessionCount")).isEqualTo(7L);
            display.close();
            display.close();

            assertThat(real.isRegistered(name)).isTrue();
            assertThatThrownBy(() -> real.getAttribute(name, "OpenSessionCount"))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("has ended");
            assertThat(log.lines()).isNotEmpty();
        }
    }

    /** An adapter that does nothing. */
    private static final class IdleAdapter implements AdapterSight {
        @Override
        public List<Insight> deployments() {
            return List.of();
        }

        @Override
        public long openSessions() {
            return 7;
        }

        @Override
        public long openedSessions() {
            return 8;
        }

        @Override
        public @Nullable BudgetStats budget() {
            return null;
        }
    }

    @Test
    void anEmptiedSourceSaysThatItsSubjectHasEnded() {
        Source<String> source = new Source<>("something");
        assertThat(source.get()).isEqualTo("something");

        source.empty();

        assertThatThrownBy(source::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
    }
}
