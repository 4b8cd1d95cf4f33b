package io.github.mooring.testkit.container;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

/** JavaBeans as containers make and configure them: by a public constructor without arguments, and by setters. */
final class Beans {
    private Beans() {}

    static <T> T make(Class<T> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName() + " is not a bean with a public constructor without arguments", e);
        }
    }

    /**
     * Sets properties in the order of the map.
     *
     * @throws IllegalArgumentException if there is no such property, or it does not take the value
     */
    static void set(Object bean, Map<String, ?> properties) {
        properties.forEach((name, value) -> {
            try {
                setter(bean, name).invoke(bean, value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "property " + name + " of " + bean.getClass().getName() + " cannot be set", e);
            }
        });
    }

    private static Method setter(Object bean, String property) {
        return Arrays.stream(bean.getClass().getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> method.getName().equalsIgnoreCase("set" + property))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(bean.getClass().getName() + " has no property " + property));
    }
}
