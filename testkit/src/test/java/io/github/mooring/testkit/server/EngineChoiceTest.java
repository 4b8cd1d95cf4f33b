package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.testkit.documentdb.DocumentDbEngine;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A system property chooses the data engine. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EngineChoiceTest {
    private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/postgres?user=someone&password=hush";

    private final String chosen = System.getProperty(EngineChoice.PROPERTY, "memory");
    private final String url = System.getProperty(DocumentDbEngine.URL_PROPERTY, DocumentDbEngine.DEFAULT_URL);

    @AfterEach
    void restore() {
        System.setProperty(EngineChoice.PROPERTY, chosen);
        System.setProperty(DocumentDbEngine.URL_PROPERTY, url);
    }

    @Test
    void theMemoryEngineIsTheDefault() {
        System.clearProperty(EngineChoice.PROPERTY);

        try (Engine engine = EngineChoice.newEngine()) {
            assertThat(engine).isInstanceOf(MemoryEngine.class);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithAdviceAndWithoutItsPassword() {
        System.setProperty(EngineChoice.PROPERTY, "documentdb");
        System.setProperty(DocumentDbEngine.URL_PROPERTY, NOBODY);

        assertThatThrownBy(EmbeddedServer::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/postgres")
                .hasMessageContaining("provision.sh start")
                .hasMessageNotContaining("hush");
    }

    @Test
    void anUnknownChoiceIsRefused() {
        System.setProperty(EngineChoice.PROPERTY, "paper");

        assertThatThrownBy(EngineChoice::newEngine)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dtestkit.engine must be memory or documentdb, not 'paper'");
    }
}
