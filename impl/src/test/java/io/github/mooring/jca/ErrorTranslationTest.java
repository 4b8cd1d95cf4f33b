package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.testkit.container.Serialization;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.EISSystemException;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.RetryableException;
import jakarta.resource.spi.SecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTranslationTest {
    private static final ErrorContext NONE = ErrorContext.NONE;

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(new MongoConfigurationException("t"), InvalidPropertyException.class),
                Arguments.of(new MongoSecurityException("t", NONE, null), SecurityException.class),
                Arguments.of(new MongoClosedException("t", NONE, null), IllegalStateException.class),
                Arguments.of(new MongoWaitQueueTimeoutException("t", NONE, null), ResourceAllocationException.class),
                Arguments.of(new MongoSocketException("t", NONE, null), CommException.class),
                Arguments.of(new MongoConnectException("t", NONE, null), CommException.class),
                Arguments.of(new MongoOperationTimeoutException("t", NONE, null), CommException.class),
                Arguments.of(new MongoInterruptedException("t", NONE, null), CommException.class),
                Arguments.of(new MongoCommandException("find", "t", NONE, "{}"), EISSystemException.class),
                Arguments.of(new MongoProtocolException("t", NONE, null), EISSystemException.class),
                Arguments.of(new MongoDocumentException("t", NONE, null), ResourceException.class));
    }

    @ParameterizedTest
    @MethodSource("table")
    @DisplayName("EX1 each kind of error has its kind for the container, with text and cause")
    void eachKindHasItsKindForTheContainer(MongoException e, Class<?> expected) {
        ResourceException translated = ErrorTranslation.toContainer(e);

        assertThat(translated).isExactlyInstanceOf(expected).hasMessage("t").hasCause(e);
    }

    @ParameterizedTest
    @MethodSource("table")
    @DisplayName("EX1 EX2 what goes into a container comes out as it was, however often it is wrapped")
    void whatGoesInComesOut(MongoException e, Class<?> expected) {
        ResourceException wrapped = new ResourceException(
                "XY01: no connection", new ResourceException("XY02: thrown", ErrorTranslation.toContainer(e)));

        MongoException out = ErrorTranslation.toApplication(wrapped);

        assertThat(out).hasSameClassAs(e).hasMessage("t");
        assertThat(Serialization.copy(out)).hasSameClassAs(e).hasMessage("t");
    }

    @Test
    @DisplayName("EX1 what the adapter told the container without a cause is known again, too")
    void adaptersOwnErrorsAreKnownAgain() {
        assertThat(ErrorTranslation.toApplication(wrap(new InvalidPropertyException("property W is 'x'"))))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("property W is 'x'");
        assertThat(ErrorTranslation.toApplication(wrap(new SecurityException("not you"))))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessage("not you");
        assertThat(ErrorTranslation.toApplication(wrap(new IllegalStateException("has stopped"))))
                .isInstanceOf(MongoClosedException.class)
                .hasMessage("has stopped");
    }

    @Test
    @DisplayName("EX1 an old container's linked exception is found")
    @SuppressWarnings("deprecation") // what old containers do
    void linkedExceptionIsFound() {
        ResourceException outer = new ResourceException("outer");
        outer.setLinkedException(new InvalidPropertyException("property W is 'x'"));

        assertThat(ErrorTranslation.toApplication(outer))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("property W is 'x'");
    }

    @Test
    @DisplayName("EX1 an exhausted pool is told in the container's words and with what to do")
    void exhaustedPoolIsTold() {
        ResourceException e = wrap(new ResourceException("No managed connections available"));

        assertThat(ErrorTranslation.toApplication(e))
                .isInstanceOf(MongoWaitQueueTimeoutException.class)
                .hasMessageContaining("XY01")
                .hasMessageContaining("No managed connections available")
                .hasMessageContaining("maximum size")
                .hasCause(e);
    }

    @Test
    @DisplayName("EX1 a chain of causes that bites its own tail comes to an end")
    void circularCausesEnd() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));

        assertThat(ErrorTranslation.toApplication(new ResourceException("outer", one)))
                .hasMessageContaining("outer: one: two");
    }

    @ParameterizedTest
    @MethodSource("table")
    @DisplayName("MF15 no error asks the container to try again behind the application's back")
    void noErrorAsksForARetry(MongoException e, Class<?> expected) {
        assertThat(ErrorTranslation.toContainer(e)).isNotInstanceOf(RetryableException.class);
    }

    private static ResourceException wrap(ResourceException e) {
        return new ResourceException("XY01: no connection", e);
    }
}
