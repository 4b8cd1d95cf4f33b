package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.LIMITS;
import static io.github.mooring.operation.Messages.PLAIN;
import static io.github.mooring.operation.Messages.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import java.time.Duration;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The specification's own cases about read and write concerns as documents, looked at in the bytes of commands. */
@Tag(SpecificationCases.TAG)
class ConcernsSpecificationTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");

    @TestFactory
    Stream<DynamicTest> concerns() {
        return SpecificationCases.of("read-write-concern/tests/document", Deviations.none(), testCase -> {
            if (!testCase.getBoolean("valid").getValue()) {
                assertThatIllegalArgumentException().isThrownBy(() -> writeConcern(testCase));
            } else if (testCase.containsKey("readConcern")) {
                checkRead(testCase);
            } else {
                checkWrite(testCase);
            }
        });
    }

    private static void checkRead(BsonDocument testCase) {
        BsonDocument given = testCase.getDocument("readConcern");
        ReadConcern concern = given.isEmpty()
                ? ReadConcern.SERVER_DEFAULT
                : new ReadConcern(given.getString("level").getValue());
        SessionSettings settings = PLAIN.withReadConcern(concern);

        assertThat(concern.isServerDefault())
                .isEqualTo(testCase.getBoolean("isServerDefault").getValue());
        BsonDocument command =
                sent(new Find<>(NOTES, Codecs.document(), Find.Query.of(new Document())), settings, LIMITS);
        checkSent(command.get("readConcern"), testCase.getDocument("readConcernDocument"));
    }

    private static void checkWrite(BsonDocument testCase) {
        WriteConcern concern = writeConcern(testCase);
        SessionSettings settings = PLAIN.withWriteConcern(concern);

        assertThat(concern.isServerDefault())
                .isEqualTo(testCase.getBoolean("isServerDefault").getValue());
        assertThat(concern.isAcknowledged())
                .isEqualTo(testCase.getBoolean("isAcknowledged").getValue());
        BsonDocument command = sent(new Delete(NOTES, new Document(), true, DeleteOptions.DEFAULTS), settings, LIMITS);
        checkSent(command.get("writeConcern"), testCase.getDocument("writeConcernDocument"));
    }

    /** What is the server's default is not sent at all. */
    private static void checkSent(@Nullable BsonValue actual, BsonDocument expected) {
        if (expected.isEmpty()) {
            assertThat(actual).isNull();
            return;
        }
        if (expected.containsKey("wtimeout")) { // 64 bits, as the specification of the options has it
            expected.put(
                    "wtimeout", new BsonInt64(expected.getNumber("wtimeout").longValue()));
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static WriteConcern writeConcern(BsonDocument testCase) {
        BsonDocument given = testCase.getDocument("writeConcern");
        BsonValue w = given.get("w");
        return new WriteConcern(
                w == null
                        ? null
                        : w.isString()
                                ? w.asString().getValue()
                                : String.valueOf(w.asInt32().getValue()),
                given.containsKey("journal") ? given.getBoolean("journal").getValue() : null,
                Duration.ofMillis(
                        given.containsKey("wtimeoutMS")
                                ? given.getNumber("wtimeoutMS").longValue()
                                : 0));
    }
}
