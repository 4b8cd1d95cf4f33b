package io.github.mooring.bench.pool;

/** A pool that is full and stays so; thread-safe. */
public interface PoolUnderTest extends AutoCloseable {
    /** Checks one resource out and returns it; answers the resource, so that nothing is optimised away. */
    Object cycle() throws Exception;

    @Override
    void close();

    /** The pool of that name and size, filled. */
    static PoolUnderTest of(String name, int size) throws Exception {
        return switch (name) {
            case "mooring" -> new MooringPool(size, MooringPool.Way.EXCLUSIVE);
            case "mooring, shared" -> new MooringPool(size, MooringPool.Way.SHARED);
            case "mooring, lease" -> new MooringPool(size, MooringPool.Way.LEASE);
            case "hikari" -> new HikariPool(size);
            case "agroal" -> new AgroalPool(size);
            case "stormpot" -> new StormpotPool(size);
            case "commons" -> new CommonsPool(size);
            default -> throw new IllegalArgumentException("there is no pool '" + name + "'");
        };
    }
}
