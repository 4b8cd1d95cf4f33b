package io.github.mooring.jca;

import io.github.mooring.client.Option;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JavaBean that is nothing but its configuration: equal, hashed, printed and serialised by the values that were set,
 * all of them. Thread-safe.
 *
 * <p>One map instead of a field for each property, so that no property can be forgotten in one of the four.
 */
public abstract class ConfigurationBean implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<String> CONFIDENTIAL = Arrays.stream(Option.values())
            .filter(Option::isConfidential)
            .map(Option::propertyName)
            .collect(Collectors.toUnmodifiableSet());

    /** Replaced as a whole by every setter and never changed afterwards; containers configure from one thread. */
    private volatile TreeMap<String, Serializable> values = new TreeMap<>();

    ConfigurationBean() {}

    final void set(String property, @Nullable Serializable value) {
        TreeMap<String, Serializable> changed = new TreeMap<>(values);
        if (value == null || value.equals("")) {
            changed.remove(property);
        } else {
            changed.put(property, value);
        }
        values = changed;
    }

    final @Nullable String text(String property) {
        return (String) values.get(property);
    }

    final @Nullable Integer number(String property) {
        return (Integer) values.get(property);
    }

    final @Nullable Boolean flag(String property) {
        return (Boolean) values.get(property);
    }

    /** The same object for as long as no setter is called; what was derived from it holds as long. */
    final Map<String, ? extends Serializable> values() {
        return values;
    }

    /** What is set, as the options' own door takes it. */
    final Map<Option, String> options() {
        Map<String, Serializable> current = values;
        Map<Option, String> options = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            Serializable value = current.get(option.propertyName());
            if (value != null) {
                options.put(option, value.toString());
            }
        }
        return options;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ConfigurationBean that && getClass() == that.getClass() && values.equals(that.values);
    }

    @Override
    public final int hashCode() {
        return values.hashCode();
    }

    /** The properties that are set, without secrets. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('[');
        values.forEach((property, value) -> text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
                .append(property)
                .append('=')
                .append(CONFIDENTIAL.contains(property) ? "<hidden>" : value));
        return text.append(']').toString();
    }
}
