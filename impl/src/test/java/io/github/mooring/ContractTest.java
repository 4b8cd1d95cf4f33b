package io.github.mooring;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
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
 * Every rule of the container's contract has a test, or a reason why not: {@code docs/contract.md} has the rules and
 * {@code docs/contract-exceptions.md} the reasons.
 *
 * <p>A test of the layer {@code jca} covers the rules whose ids its {@link DisplayName} begins with:
 * {@code @DisplayName("MF8 MF9 ...")}.
 */
class ContractTest {
    private static final String WRITE = "mooring.writeDocs";
    private static final Pattern IDS = Pattern.compile("((?:[A-Z]+\\d+ )+).*");

    /** The tests that are named by each id, as {@code Class#method}. */
    private static final Map<String, Set<String>> TESTS = testsById();

    @BeforeAll
    static void writeTheTableIfAskedTo() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            ContractTable.write(TESTS);
        }
    }

    @BeforeAll
    static void printTheTable() throws IOException {
        Map<String, String> exceptions = ContractTable.exceptions();
        Map<String, String> pending = ContractTable.pending();
        StringBuilder table = new StringBuilder("rule -> tests\n");
        for (String id : ContractTable.expectedIds()) {
            String tests = String.join(", ", TESTS.getOrDefault(id, Set.of()));
            String reason = exceptions.containsKey(id)
                    ? "exception: " + exceptions.get(id)
                    : pending.containsKey(id) ? "pending: " + pending.get(id) : "UNCOVERED";
            table.append(id)
                    .append(" -> ")
                    .append(tests.isEmpty() ? reason : tests)
                    .append('\n');
        }
        System.out.print(table);
    }

    @Test
    void everyRuleIsThereOnceAndInItsPlace() throws IOException {
        assertThat(ContractTable.rows())
                .extracting(ContractTable.Row::id)
                .containsExactlyElementsOf(ContractTable.expectedIds());
    }

    @Test
    void everyRuleHasATestOrAReason() throws IOException {
        Set<String> uncovered = new TreeSet<>(ContractTable.expectedIds());
        uncovered.removeAll(TESTS.keySet());

        Set<String> excused = new TreeSet<>(ContractTable.exceptions().keySet());
        excused.addAll(ContractTable.pending().keySet());
        assertThat(uncovered)
                .as("the rules without a test, and those in docs/contract-exceptions.md; what has a test"
                        + " is no exception, nor pending any more, and has to be taken out there")
                .isEqualTo(excused);
    }

    @Test
    void noRuleIsBothAnExceptionAndPending() throws IOException {
        assertThat(ContractTable.exceptions().keySet())
                .doesNotContainAnyElementsOf(
                        ContractTable.pending().isEmpty()
                                ? Set.of("none")
                                : ContractTable.pending().keySet());
    }

    @Test
    void everyIdOfATestIsARule() {
        assertThat(ContractTable.expectedIds())
                .containsAll(TESTS.keySet().stream()
                        .filter(ContractTable::isOfAGroup)
                        .toList());
    }

    @Test
    void everyRowNamesItsTests() throws IOException {
        for (ContractTable.Row row : ContractTable.rows()) {
            assertThat(row.tests())
                    .as(
                            "the tests of %s; write them with: mvn test -pl impl -am -Dtest=ContractTest"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true",
                            row.id())
                    .isEqualTo(ContractTable.cell(TESTS.getOrDefault(row.id(), Set.of())));
        }
    }

    private static Map<String, Set<String>> testsById() {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (JavaClass testClass : new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("io.github.mooring.jca")) {
            for (JavaMethod method : testClass.getMethods()) {
                if (method.isMetaAnnotatedWith(Testable.class) && method.isAnnotatedWith(DisplayName.class)) {
                    for (String id : idsOf(method)) {
                        tests.computeIfAbsent(id, i -> new TreeSet<>())
                                .add(testClass.getSimpleName() + "#" + method.getName());
                    }
                }
            }
        }
        return tests;
    }

    private static Set<String> idsOf(JavaMethod method) {
        Matcher ids = IDS.matcher(method.getAnnotationOfType(DisplayName.class).value());
        return ids.matches() ? Set.of(ids.group(1).trim().split(" ", -1)) : Set.of();
    }
}
