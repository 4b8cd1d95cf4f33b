package io.github.mooring.unified;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.mooring.specification.SpecificationCases;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/**
 * The cases of the specifications that are written in the unified test format, in the lab. What is skipped stands in
 * {@code skips.txt}, and is run all the same as far as it goes: a case that would hold may not stand there.
 */
@Tag(SpecificationCases.TAG)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class UnifiedSpecificationTest {
    private static final List<String> FOLDERS = List.of(
            "unified-test-format/tests/valid-pass",
            "server-discovery-and-monitoring/tests/unified",
            "connection-monitoring-and-pooling/tests/logging",
            "load-balancers/tests",
            "mongodb-handshake/tests/unified",
            "retryable-reads/tests/unified",
            "retryable-writes/tests/unified",
            "client-backpressure/tests",
            "transactions/tests/unified",
            "transactions-convenient-api/tests/unified",
            "sessions/tests",
            "causal-consistency/tests",
            "read-write-concern/tests/operation",
            "auth/tests/unified");

    /** Of which every case has to fail: they are wrong. */
    private static final String WRONG_CASES = "unified-test-format/tests/valid-fail";

    private static final Logger LOG = Logger.getLogger(UnifiedSpecificationTest.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** For a case that is known not to hold: long enough to notice that it does. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(500);

    private final TestLabs labs = new TestLabs();
    private final Skips skips = Skips.read();
    private final Tally tally = new Tally();

    @AfterAll
    void close() {
        labs.close();
        LOG.info(() -> "cases in the unified test format\n" + tally.tables());
    }

    /** A case as it is run if so much patience is had with it. */
    private interface Run {
        void within(Duration patience) throws Throwable;
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        Stream<DynamicTest> cases = FOLDERS.stream()
                .flatMap(folder -> SpecificationCases.ofFiles(
                        folder,
                        (name, file, testCase) ->
                                run(folder, name, patience -> new UnifiedCase(file, testCase, labs, patience).run())));
        Stream<DynamicTest> wrong = SpecificationCases.ofFiles(
                WRONG_CASES,
                (name, file, testCase) -> run(WRONG_CASES, name, patience -> expectFailure(file, testCase, patience)));
        Stream<DynamicTest> all = Stream.of(
                dynamicTest("no skip is stale", this::checkSkips),
                dynamicTest("docs/conformance.md has the same numbers", this::checkDocument));
        return Stream.of(cases, wrong, all).flatMap(tests -> tests);
    }

    private void expectFailure(BsonDocument file, BsonDocument testCase, Duration patience) {
        Throwable failure = catchThrowable(() -> new UnifiedCase(file, testCase, labs, patience).run());
        if (failure instanceof LackingException lacking) {
            throw lacking;
        }
        assertThat(failure).as("what is wrong").isNotNull().isNotInstanceOf(IllegalStateException.class);
    }

    private void run(String folder, String name, Run testCase) throws Throwable {
        Optional<Skips.Failing> known = skips.of(name);
        try {
            if (known.isEmpty()) {
                testCase.within(PATIENCE);
            } else {
                expectFailure(known.get(), testCase);
            }
        } catch (LackingException e) {
            throw skipped(folder, skips.reason(e).orElseThrow(() -> e));
        }
        if (known.isPresent()) {
            skips.met(known.get());
            throw skipped(folder, known.get().reason());
        }
        tally.passed(folder);
    }

    private static void expectFailure(Skips.Failing known, Run testCase) throws LackingException {
        Throwable failure = catchThrowable(() -> testCase.within(LITTLE_PATIENCE));
        if (failure instanceof LackingException lacking) {
            throw lacking;
        }
        assertThat(failure)
                .as("a listed skip; if the case holds by now, take it off the list")
                .isNotNull();
        assertThat(String.valueOf(failure)).as("why a listed case fails").contains(known.error());
    }

    private TestAbortedException skipped(String folder, String reason) {
        tally.skipped(folder, reason);
        return new TestAbortedException(reason);
    }

    private void checkSkips() {
        assumeThat(tally.total()).as("cases there are here").isPositive();
        assertThat(skips.stale()).as("entries that no case has met").isEmpty();
    }

    /** Of another set of cases the document says nothing. */
    private void checkDocument() throws IOException {
        assumeThat(tally.total()).as("cases there are here").isPositive();
        if (Boolean.getBoolean(ConformanceDocument.WRITE)) {
            ConformanceDocument.write(tally.tables());
        }
        assumeThat(ConformanceDocument.isAbout(tally.total()))
                .as("the document is about " + tally.total() + " cases")
                .isTrue();
        assertThat(ConformanceDocument.tables())
                .as("regenerate with: mvn test -pl impl -am -Dtest=UnifiedSpecificationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + ConformanceDocument.WRITE + "=true")
                .isEqualTo(tally.tables());
    }
}
