package io.github.mooring.bench.pool;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Stormpot. It is compiled for JDK 21, which the compiler of JDK 17 cannot read; constant method handles, which cost
 * nothing once they are compiled, are the way around.
 */
final class StormpotPool implements PoolUnderTest {
    private static final MethodHandle CLAIM;
    private static final MethodHandle RELEASE;
    private static final MethodHandle OF;
    private static final Object TIMEOUT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> pool = Class.forName("stormpot.Pool");
            Class<?> pooled = Class.forName("stormpot.Pooled");
            Class<?> timeout = Class.forName("stormpot.Timeout");
            Class<?> poolable = Class.forName("stormpot.Poolable");
            OF = lookup.findStatic(pool, "of", MethodType.methodType(pool, Object[].class))
                    .asFixedArity()
                    .asType(MethodType.methodType(Object.class, Object[].class));
            CLAIM = lookup.findVirtual(pool, "claim", MethodType.methodType(poolable, timeout))
                    .asType(MethodType.methodType(Object.class, Object.class, Object.class));
            RELEASE = lookup.findVirtual(pooled, "release", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            TIMEOUT = timeout.getConstructor(long.class, TimeUnit.class).newInstance(30L, TimeUnit.SECONDS);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Object pool;

    StormpotPool(int size) {
        Object[] resources = new Object[size];
        Arrays.setAll(resources, index -> new Object());
        try {
            this.pool = OF.invoke(resources);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a Stormpot pool of " + size, e);
        }
    }

    @Override
    public Object cycle() throws Exception {
        try {
            Object resource = (Object) CLAIM.invokeExact(pool, TIMEOUT);
            RELEASE.invokeExact(resource);
            return resource;
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("bug: neither exception nor error", e);
        }
    }

    @Override
    public void close() {
        // its resources are objects; the JVM ends with the trial
    }
}
