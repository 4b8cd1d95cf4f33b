package io.github.mooring.unified;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a case may write where it expects a value: in the first column what it expects of {@code a}, in the second what there is. */
class MatcherTest {
    private final Entities entities = new Entities();
    private final Matcher matcher = new Matcher(entities);

    private void check(String expected, String actual) {
        matcher.check("it", BsonDocument.parse(expected), BsonDocument.parse(actual), true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}                                    | {a: {$numberLong: '1'}}",
                "{a: 1}                                    | {a: 1.0}",
                "{a: 1}                                    | {a: 1, b: 2}",
                "{a: {b: 1, c: 2}}                         | {a: {c: 2, b: 1}}",
                "{a: {$$exists: true}}                     | {a: null}",
                "{a: {$$exists: false}}                    | {b: 1}",
                "{a: {$$type: 'number'}}                   | {a: {$numberDecimal: '1'}}",
                "{a: {$$type: ['string', 'binData']}}      | {a: 'x'}",
                "{a: {$$unsetOrMatches: 1}}                | {}",
                "{a: {$$unsetOrMatches: 1}}                | {a: 1}",
                "{a: {$$unsetOrMatches: {$$type: 'int'}}}  | {a: 1}",
                "{a: {$$lte: 5}}                           | {a: 5}",
                "{a: {$$matchAsRoot: {b: 1}}}              | {a: {b: 1, c: 2}}",
                "{a: {$$matchAsDocument: {b: 1}}}          | {a: '{b: 1}'}",
                "{a: {$$matchAsDocument: {$$matchAsRoot: {b: 1}}}} | {a: '{b: 1, c: 2}'}",
                "{a: {$$matchesHexBytes: '01FF'}}          | {a: {$binary: {base64: 'Af8=', subType: '00'}}}",
                "{a: [1, {b: 2}]}                          | {a: [1.0, {b: {$numberLong: '2'}}]}",
            })
    void matches(String expected, String actual) {
        assertThatCode(() -> check(expected, actual)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}                                    | {a: {$numberDecimal: '1'}}",
                "{a: 1}                                    | {}",
                "{a: null}                                 | {}",
                "{a: 1}                                    | {a: '1'}",
                "{a: {b: 1}}                               | {a: {b: 1, c: 2}}",
                "{a: {$$exists: true}}                     | {b: 1}",
                "{a: {$$exists: false}}                    | {a: null}",
                "{a: {$$type: 'number'}}                   | {a: '1'}",
                "{a: {$$type: ['string', 'binData']}}      | {a: 1}",
                "{a: {$$unsetOrMatches: 1}}                | {a: null}",
                "{a: {$$unsetOrMatches: 1}}                | {a: 2}",
                "{a: {$$lte: 5}}                           | {a: 6}",
                "{a: {$$lte: 5}}                           | {}",
                "{a: {$$matchAsDocument: {b: 1}}}          | {a: '{b: 1, c: 2}'}",
                "{a: {$$matchAsDocument: {b: 1}}}          | {a: {b: 1}}",
                "{a: {$$matchesHexBytes: '01FE'}}          | {a: {$binary: {base64: 'Af8=', subType: '00'}}}",
                "{a: [1]}                                  | {a: [1, 2]}",
                "{a: [{b: 1}]}                             | {a: [{b: 1, c: 2}]}",
            })
    void doesNotMatch(String expected, String actual) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> check(expected, actual));
    }

    @Test
    void entitiesAreComparedAsNestedValues() {
        entities.add("kept", BsonDocument.parse("{b: 1}"));

        check("{a: {$$matchesEntity: 'kept'}}", "{a: {b: 1}}");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check("{a: {$$matchesEntity: 'kept'}}", "{a: {b: 1, c: 2}}"));
        assertThatExceptionOfType(InvalidCaseException.class)
                .isThrownBy(() -> check("{a: {$$matchesEntity: 'other'}}", "{a: 1}"));
    }

    @Test
    void anOperatorThatTheFormatDoesNotKnowIsAMistake() {
        assertThatExceptionOfType(InvalidCaseException.class).isThrownBy(() -> check("{a: {$$gte: 1}}", "{a: 1}"));
    }

    @Test
    void onlyWhatACursorGaveMayHaveMoreFieldsInAnArray() {
        var expected = BsonDocument.parse("{a: [{b: 1}]}").getArray("a");
        List<BsonDocument> actual = List.of(BsonDocument.parse("{b: 1, c: 2}"));

        matcher.checkResult("it", expected, Result.iterated(actual));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> matcher.checkResult(
                        "it", expected, Result.of(Result.iterated(actual).value())));
    }

    @Test
    void aCaseRunsWhereItsFileAndItselfAgree() {
        var file = BsonDocument.parse("{runOnRequirements: [{topologies: ['sharded', 'single']}]}");
        var atLeast = BsonDocument.parse("{runOnRequirements: [{minServerVersion: '99.0'}, {auth: true}]}");
        var never = BsonDocument.parse("{runOnRequirements: [{maxServerVersion: '4.2.99'}]}");

        assertThat(new Requirements(file, new BsonDocument()).place())
                .isEqualTo(new Place(Place.Topology.SINGLE, false));
        assertThat(new Requirements(file, atLeast).place()).isEqualTo(new Place(Place.Topology.SINGLE, true));
        assertThatExceptionOfType(LackingException.class)
                .isThrownBy(() -> new Requirements(file, never).place())
                .withMessage("requirement maxServerVersion 4.2.99");
    }

    @Test
    void whatNobodyAsksForIsNotIgnored() {
        Arguments arguments = new Arguments("find", new BsonDocument("let", new BsonInt32(1)));

        assertThatExceptionOfType(LackingException.class)
                .isThrownBy(arguments::end)
                .withMessage("argument find.let");
        assertThat(new Arguments("wait", new BsonDocument("name", new BsonString("x"))).text("name"))
                .isEqualTo("x");
    }
}
