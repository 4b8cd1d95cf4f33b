package io.github.mooring.testkit.documentdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.server.EngineChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * PostgreSQL with the DocumentDB extension keeps the contract, where it runs. Where it does not, this is skipped, unless
 * {@code -Dtestkit.engine=documentdb} asks for it.
 */
@Tag("documentdb")
class DocumentDbEngineContractTest extends EngineContract {
    @BeforeAll
    static void requireServer() {
        boolean wanted = "documentdb".equals(System.getProperty(EngineChoice.PROPERTY));
        try {
            DocumentDbEngine.connect().close();
        } catch (IllegalStateException e) {
            if (wanted) {
                throw e;
            }
            assumeTrue(false, e.getMessage());
        }
    }

    @Override
    Engine newEngine() {
        return DocumentDbEngine.connect();
    }

    @Override
    int expected(Difference difference) {
        return difference.documentDb;
    }
}
