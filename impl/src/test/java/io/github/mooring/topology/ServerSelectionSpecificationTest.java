package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.time.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** The cases of the specifications Server Selection and Max Staleness. */
@Tag(SpecificationCases.TAG)
class ServerSelectionSpecificationTest {
    private static final String NOT_WIRED = "no client selects servers yet, so none logs that it does";
    private static final String NO_OPERATION_IDS = NOT_WIRED + ", and operations have no numbers";

    /** Case to reason. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "A successful operation", NOT_WIRED,
            "Failure due to unreachable server", NOT_WIRED,
            "Server selection fails due to unsatisfiable read preference", NOT_WIRED,
            "Successful bulkWrite operation: log messages have operationIds", NO_OPERATION_IDS,
            "Failed bulkWrite operation: log messages have operationIds", NO_OPERATION_IDS,
            "Successful client bulkWrite operation: log messages have operationIds", NO_OPERATION_IDS,
            "Failed client bulkWrite operation: log messages have operationIds", NO_OPERATION_IDS);

    @TestFactory
    Stream<DynamicTest> serverSelection() {
        return cases("server-selection/tests/server_selection");
    }

    @TestFactory
    Stream<DynamicTest> maxStaleness() {
        return cases("max-staleness/tests");
    }

    @TestFactory
    Stream<DynamicTest> roundTripTimes() {
        return SpecificationCases.ofWholeFiles("server-selection/tests/rtt", Deviations.none(), testCase -> {
            BsonValue before = Objects.requireNonNull(testCase.get("avg_rtt_ms"));
            var measured = SelectionCase.millis(testCase.getNumber("new_rtt_ms"));

            RoundTripTime after = before.isString()
                    ? new RoundTripTime(measured)
                    : new RoundTripTime(SelectionCase.millis(before.asNumber())).with(measured);

            assertThat(after.average()).isEqualTo(SelectionCase.millis(testCase.getNumber("new_avg_rtt")));
        });
    }

    /** Random as they are, they would fail once in a hundred thousand times, and then do so again with that seed. */
    @TestFactory
    Stream<DynamicTest> choicesInTheWindow() {
        Seed seed = new Seed("ServerSelectionSpecificationTest");
        return SpecificationCases.ofWholeFiles("server-selection/tests/in_window", Deviations.none(), testCase -> {
            int iterations = testCase.getInt32("iterations").getValue();
            Map<ServerAddress, Integer> chosen = choose(testCase, iterations, seed.random());

            BsonDocument outcome = testCase.getDocument("outcome");
            double tolerance = outcome.getNumber("tolerance").doubleValue();
            outcome.getDocument("expected_frequencies").forEach((name, frequency) -> {
                ServerAddress server = SelectionCase.address(new BsonDocument("address", new BsonString(name)));
                double expected = frequency.asNumber().doubleValue();
                double actual = chosen.getOrDefault(server, 0) / (double) iterations;
                // source: the suite's README; one that is expected always or never must be so exactly
                boolean exact = expected == 0 || expected == 1;
                assertThat(actual).as("%s, %s", name, seed).isCloseTo(expected, within(exact ? 0 : tolerance));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> logCases() {
        return SpecificationCases.of("server-selection/tests/logging", Deviations.none(), testCase -> {
            String description = testCase.getString("description").getValue();
            assertThat(NOT_RUN).as("reason not to run a case").containsKey(description);
            throw new TestAbortedException(NOT_RUN.get(description));
        });
    }

    private static Stream<DynamicTest> cases(String folder) {
        return SpecificationCases.ofWholeFiles(folder, Deviations.none(), json -> {
            SelectionCase testCase = new SelectionCase(json);
            TopologyDescription topology = testCase.topology();
            if (json.getBoolean("error", BsonBoolean.FALSE).getValue()) {
                assertThatExceptionOfType(MongoConfigurationException.class)
                        .isThrownBy(() -> testCase.selection().candidates(topology));
                return;
            }
            Selection selection = testCase.selection();
            assertThat(selection.suitable(topology))
                    .containsExactlyInAnyOrderElementsOf(testCase.servers("suitable_servers"));
            assertThat(selection.candidates(topology))
                    .containsExactlyInAnyOrderElementsOf(testCase.servers("in_latency_window"));
        });
    }

    private static Map<ServerAddress, Integer> choose(BsonDocument testCase, int iterations, Random random) {
        Map<ServerAddress, Integer> operations = new HashMap<>();
        for (BsonValue state : testCase.getArray("mocked_topology_state")) {
            BsonDocument server = state.asDocument();
            operations.put(
                    SelectionCase.address(server),
                    server.getInt32("operation_count").getValue());
        }
        List<ServerDescription> candidates = Selection.of(ReadSelector.of(ReadPreference.NEAREST))
                .candidates(new SelectionCase(testCase).topology());
        Map<ServerAddress, Integer> chosen = new HashMap<>();
        for (int i = 0; i < iterations; i++) {
            ServerDescription server = TwoChoices.of(candidates, one -> operations.get(one.address()), random::nextInt);
            chosen.merge(server.address(), 1, Integer::sum);
        }
        return chosen;
    }
}
