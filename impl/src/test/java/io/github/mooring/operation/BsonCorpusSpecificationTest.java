package io.github.mooring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** The specifications' own documents, through our codecs and through those of the library. */
@Tag(SpecificationCases.TAG)
class BsonCorpusSpecificationTest {
    private static final String FOLDER = "bson-corpus/tests";

    @TestFactory
    List<DynamicTest> goodDocuments() throws IOException {
        return cases("valid", testCase -> {
            byte[] canonical = bytes(testCase, "canonical_bson");
            DirectCodecTest.assertSame(canonical, "canonical_bson");
            if (testCase.containsKey("degenerate_bson")) {
                DirectCodecTest.assertSame(bytes(testCase, "degenerate_bson"), "degenerate_bson");
            }
            String json = testCase.getString("canonical_extjson").getValue();
            // as text, because several encodings mean the same and the library compares them bit by bit
            assertThat(RawDocument.of(canonical, 0, canonical.length)
                            .toBsonDocument()
                            .toJson())
                    .isEqualTo(BsonDocument.parse(json).toJson());
        });
    }

    /** What is wrong with the bytes is found before they are decoded, or decoding goes as it does with the library. */
    @TestFactory
    List<DynamicTest> badDocuments() throws IOException {
        return cases("decodeErrors", testCase -> {
            byte[] bytes = bytes(testCase, "bson");
            Throwable malformed = catchThrowable(() -> RawDocument.of(bytes, 0, bytes.length));
            if (malformed == null) {
                DirectCodecTest.assertSame(bytes, "bson");
            } else {
                assertThat(malformed).isInstanceOf(WireException.class);
            }
        });
    }

    /** One test for each entry of an array in each file; files have one array or the other. */
    private static List<DynamicTest> cases(String array, Consumer<BsonDocument> check) throws IOException {
        Path folder = SpecificationCases.projectRoot()
                .resolve(System.getProperty("mongodb.specifications", "../shared/specifications"))
                .resolve("source")
                .resolve(FOLDER);
        List<DynamicTest> tests = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            tests.add(dynamicTest(FOLDER + ": skipped", folder.toUri(), () -> {
                throw new TestAbortedException("no specifications in " + folder);
            }));
            return tests;
        }
        try (Stream<Path> files = Files.list(folder).sorted()) {
            for (Path file : files.toList()) {
                for (BsonValue value :
                        BsonDocument.parse(Files.readString(file)).getArray(array, new BsonArray())) {
                    BsonDocument testCase = value.asDocument();
                    String description = testCase.getString("description").getValue();
                    String name = FOLDER + "/" + file.getFileName() + ": " + description;
                    tests.add(dynamicTest(name, file.toUri(), () -> check.accept(testCase)));
                }
            }
        }
        return tests;
    }

    private static byte[] bytes(BsonDocument testCase, String name) {
        return HexFormat.of().parseHex(testCase.getString(name).getValue());
    }
}
