package io.github.mooring.bench.pool;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** Apache Commons Pool. */
final class CommonsPool implements PoolUnderTest {
    private final GenericObjectPool<Object> pool;

    CommonsPool(int size) throws Exception {
        GenericObjectPoolConfig<Object> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(size);
        config.setMaxIdle(size);
        config.setMinIdle(size);
        config.setJmxEnabled(false);
        this.pool = new GenericObjectPool<>(new Objects(), config);
        pool.preparePool();
    }

    @Override
    public Object cycle() throws Exception {
        Object resource = pool.borrowObject();
        pool.returnObject(resource);
        return resource;
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Makes what costs nothing. */
    private static final class Objects extends BasePooledObjectFactory<Object> {
        @Override
        public Object create() {
            return new Object();
        }

        @Override
        public PooledObject<Object> wrap(Object resource) {
            return new DefaultPooledObject<>(resource);
        }
    }
}
