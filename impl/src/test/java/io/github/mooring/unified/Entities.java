package io.github.mooring.unified;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The things that a case calls by name, in the order in which they were made. Used by threads of one case, so locked. */
final class Entities implements AutoCloseable {
    private final Map<String, Object> byName = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Gives a thing its name, which nothing else may have. */
    void add(String name, Object thing) {
        if (byName.putIfAbsent(name, thing) != null) {
            throw new InvalidCaseException("there is an entity " + name + " already");
        }
    }

    /** The thing of that name. */
    Object get(String name) {
        Object found = byName.get(name);
        if (found == null) {
            throw new InvalidCaseException("there is no entity " + name);
        }
        return found;
    }

    /** The thing of that name, which has to be of that kind. */
    <T> T get(String name, Class<T> kind) {
        Object found = get(name);
        if (!kind.isInstance(found)) {
            throw new InvalidCaseException("entity " + name + " is not a " + kind.getSimpleName());
        }
        return kind.cast(found);
    }

    /** All of a kind. */
    <T> List<T> all(Class<T> kind) {
        List<Object> things;
        synchronized (byName) {
            things = new ArrayList<>(byName.values());
        }
        return things.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Closes what can be closed, what was made last first. */
    @Override
    public void close() {
        List<EntityPart> parts = new ArrayList<>(all(EntityPart.class));
        Collections.reverse(parts);
        parts.forEach(EntityPart::close);
    }
}
