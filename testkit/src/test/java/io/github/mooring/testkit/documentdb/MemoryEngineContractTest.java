package io.github.mooring.testkit.documentdb;

import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.MemoryEngine;

/** The memory engine keeps the contract. */
class MemoryEngineContractTest extends EngineContract {
    @Override
    Engine newEngine() {
        return new MemoryEngine();
    }

    @Override
    int expected(Difference difference) {
        return difference.memory;
    }
}
