package io.github.mooring.engines;

import io.github.mooring.testkit.server.EngineChoice;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Turns the result of a test round that is known to differ on the engine in use. */
final class DifferenceExtension implements InvocationInterceptor {
    private static final Path DOCUMENT = Path.of("..", "docs", "lab.md");

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        assertDocumented(method.getExecutable());
        if ("documentdb".equals(System.getProperty(EngineChoice.PROPERTY))) {
            mustFail(test, method.getExecutable());
        } else {
            test.proceed();
        }
    }

    private static void assertDocumented(Method method) throws IOException {
        String row = "| `" + difference(method) + "` |";
        if (Files.readAllLines(DOCUMENT).stream().noneMatch(line -> line.startsWith(row))) {
            throw new AssertionError(DOCUMENT + " has no row " + row);
        }
    }

    private static String difference(Method method) {
        return method.getAnnotation(DiffersOnDocumentDb.class).value();
    }

    private static void mustFail(Invocation<Void> test, Method method) throws Throwable {
        try {
            test.proceed();
        } catch (AssertionError | RuntimeException expected) {
            return;
        }
        throw new AssertionError(method.getName() + " passes on this engine: take @DiffersOnDocumentDb(\""
                + difference(method) + "\") away");
    }
}
