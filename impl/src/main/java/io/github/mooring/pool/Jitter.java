package io.github.mooring.pool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Numbers from 0 to 1 that nobody needs to repeat. */
final class Jitter implements DoubleSupplier {
    @Override
    public double getAsDouble() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
