package io.github.mooring.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/** Loads the library's classes, and a scenario's, a second time, rewritten so that the scheduler stands between their steps. */
final class RewritingLoader extends ClassLoader {
    private static final String REWRITTEN = "io.github.mooring.";
    private static final String NOT_REWRITTEN = RewritingLoader.class.getPackageName() + ".";

    private final List<Mutation> mutations;
    private final Set<String> atomic;
    private final Map<String, Set<String>> volatiles = new HashMap<>();
    private final Set<Mutation> made = ConcurrentHashMap.newKeySet();

    RewritingLoader(ClassLoader parent, List<Mutation> mutations, Set<String> atomic) {
        super(parent);
        this.mutations = mutations;
        this.atomic = atomic;
        setDefaultAssertionStatus(true);
    }

    /** Throws unless each mistake has found its place in what was loaded so far. */
    void requireAllMade() {
        if (!made.containsAll(mutations)) {
            throw new AssertionError("of " + mutations + " only " + made + " found a place in the code");
        }
    }

    void made(Mutation mutation) {
        made.add(mutation);
    }

    /** Whether nobody may come between the steps of a class. */
    boolean isAtomic(String className) {
        return atomic.contains(className.substring(className.lastIndexOf('/') + 1));
    }

    List<Mutation> mutations() {
        return mutations;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(REWRITTEN) || name.startsWith(NOT_REWRITTEN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) { // the JVM's own rule for loaders
            Class<?> known = findLoadedClass(name);
            return known != null ? known : rewritten(name);
        }
    }

    private Class<?> rewritten(String name) throws ClassNotFoundException {
        byte[] original = bytes(name.replace('.', '/'));
        if (original == null) {
            throw new ClassNotFoundException(name);
        }
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new Rewriter(writer, this), 0);
        byte[] code = writer.toByteArray();
        return defineClass(name, code, 0, code.length);
    }

    /** Whether a field is one that other threads may see change. */
    boolean isVolatile(String owner, String field) {
        return owner.startsWith("io/github/mooring/")
                && volatiles.computeIfAbsent(owner, this::volatilesOf).contains(field);
    }

    private Set<String> volatilesOf(String owner) {
        Set<String> found = ConcurrentHashMap.newKeySet();
        byte[] code = bytes(owner);
        if (code != null) {
            ClassReader reader = new ClassReader(code);
            reader.accept(new VolatileFields(found), ClassReader.SKIP_CODE);
            String above = reader.getSuperName();
            if (above != null && above.startsWith("io/github/mooring/")) {
                found.addAll(volatilesOf(above));
            }
        }
        return found;
    }

    private byte @Nullable [] bytes(String internalName) {
        try (InputStream in = Objects.requireNonNull(getParent()).getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("class " + internalName, e);
        }
    }

    private static final class VolatileFields extends ClassVisitor {
        private final Set<String> found;

        VolatileFields(Set<String> found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            if ((access & Opcodes.ACC_VOLATILE) != 0) {
                found.add(name);
            }
            return null;
        }
    }
}
