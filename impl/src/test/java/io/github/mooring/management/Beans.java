package io.github.mooring.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** What JMX shows in this JVM, as an operator's tool would find it. Stateless. */
public final class Beans {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private Beans() {}

    /** The names of all beans in whose name that text stands. */
    public static Set<ObjectName> naming(String text) {
        return SERVER.queryNames(name("io.github.mooring:*"), null).stream()
                .filter(name -> name.toString().contains(text))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same, of one type. */
    public static List<ObjectName> naming(String type, String text) {
        return naming(text).stream()
                .filter(name -> type.equals(name.getKeyProperty("type")))
                .toList();
    }

    /** The one of that type. */
    public static ObjectName only(String type, String text) {
        assertThat(naming(type, text)).hasSize(1);
        return naming(type, text).get(0);
    }

    /** A bean as a tool with our interfaces sees it. */
    public static <T> T proxy(ObjectName name, Class<T> type) {
        return JMX.newMXBeanProxy(SERVER, name, type);
    }

    /** Every attribute of every bean in whose name that text stands, a line each, as a tool without our classes sees it. */
    public static List<String> dump(String text) {
        List<String> lines = new ArrayList<>();
        for (ObjectName name : naming(text)) {
            lines.add(name.toString());
            try {
                for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
                    lines.add(attribute.getName() + "=" + value(name, attribute.getName()));
                }
            } catch (JMException e) {
                lines.add(e.toString()); // it has gone meanwhile
            }
        }
        return lines;
    }

    private static String value(ObjectName name, String attribute) throws JMException {
        try {
            Object value = SERVER.getAttribute(name, attribute);
            return value instanceof Object[] several ? List.of(several).toString() : String.valueOf(value);
        } catch (RuntimeMBeanException e) {
            return e.toString();
        }
    }

    static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
