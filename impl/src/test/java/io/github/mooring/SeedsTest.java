package io.github.mooring;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * {@code docs/seeds.md} and the tests agree: each row has its tests, and each test that is named by a row stands in it.
 *
 * <p>A test is named by rows if its {@link DisplayName} begins with their ids: {@code @DisplayName("F21 F22 ...")}.
 */
class SeedsTest {
    /** Where tests are named by the rules of the container's contract, whose ids are others. */
    private static final String CONTAINER_RULES = "io.github.mooring.jca";

    private static final Pattern IDS = Pattern.compile("((?:[RCJNMF]\\d+[,:]? )+).*");

    /** The rows that each test is named by; a test is {@code Class#method}. */
    private static final Map<String, Set<String>> NAMED = namedTests();

    private static final String WRITE = "mooring.writeDocs";

    @BeforeAll
    static void writeTheTableIfAskedTo() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            SeedTable.write(NAMED);
        }
    }

    @Test
    void everyRowIsThereOnceAndInItsPlace() throws IOException {
        assertThat(SeedTable.rows()).extracting(SeedTable.Row::id).containsExactlyElementsOf(SeedTable.expectedIds());
    }

    @Test
    void everyTestOfARowExistsAndIsNamedByIt() throws IOException {
        for (SeedTable.Row row : SeedTable.rows()) {
            for (String test : row.tests()) {
                assertThat(NAMED).as("the test of row %s", row.id()).containsKey(test);
                assertThat(NAMED.get(test))
                        .as("the ids that %s is named by", test)
                        .contains(row.id());
            }
        }
    }

    @Test
    void everyTestThatIsNamedByARowStandsInIt() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (SeedTable.Row row : SeedTable.rows()) {
            row.tests()
                    .forEach(test ->
                            listed.computeIfAbsent(test, t -> new TreeSet<>()).add(row.id()));
        }

        NAMED.forEach((test, ids) -> {
            if (!ids.isEmpty()) {
                assertThat(listed.getOrDefault(test, Set.of()))
                        .as(
                                "the rows that %s stands in; write them with: mvn test -pl impl -am -Dtest=SeedsTest"
                                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true",
                                test)
                        .containsExactlyInAnyOrderElementsOf(ids);
            }
        });
    }

    @Test
    void everyRowHasATestUnlessItIsForLater() throws IOException {
        assertThat(SeedTable.rows())
                .allSatisfy(row -> assertThat(row.tests().isEmpty())
                        .as("row %s has no test; its status is '%s'", row.id(), row.status())
                        .isEqualTo(row.isLater()));
    }

    private static Map<String, Set<String>> namedTests() {
        Map<String, Set<String>> named = new TreeMap<>();
        for (JavaClass testClass : new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("io.github.mooring")) {
            if (testClass.getPackageName().startsWith(CONTAINER_RULES)) {
                continue;
            }
            for (JavaMethod method : testClass.getMethods()) {
                if (method.isMetaAnnotatedWith(Testable.class)) {
                    String name = testClass.getSimpleName() + "#" + method.getName();
                    Set<String> twin = named.put(name, idsOf(method));
                    assertThat(twin).as("another test called %s", name).isNull();
                }
            }
        }
        return named;
    }

    private static Set<String> idsOf(JavaMethod method) {
        if (!method.isAnnotatedWith(DisplayName.class)) {
            return Set.of();
        }
        Matcher ids = IDS.matcher(method.getAnnotationOfType(DisplayName.class).value());
        if (!ids.matches()) {
            return Set.of();
        }
        Set<String> known = new TreeSet<>(List.of(ids.group(1).trim().split("[,:]? ", -1)));
        known.retainAll(SeedTable.expectedIds()); // others are of features that have no row here
        return known;
    }
}
