package io.github.mooring.notice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every line that an operator reads without asking for it has an id, and the guide has a row for it. */
class LogIdTest {
    private static final Path GUIDE = Path.of("../docs/operations.md");
    private static final Set<String> LOUD = Set.of("INFO", "WARNING", "ERROR");

    @Test
    void noTwoLinesHaveTheSameId() {
        assertThat(LogId.values())
                .extracting(LogId::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("MOOR\\d{4}"));
    }

    @ParameterizedTest
    @EnumSource
    void theGuideHasARowWithWhatItMeansAndWhatToDo(LogId id) throws IOException {
        List<String> rows = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| `" + id.code() + "`"))
                .toList();

        assertThat(rows).as(id.code()).hasSize(1);
        List<String> cells =
                Arrays.stream(rows.get(0).split("\\|", -1)).map(String::strip).toList();
        assertThat(cells.get(2)).isEqualTo("`" + id.level() + "`");
        assertThat(cells.get(3)).as("the line").isNotEmpty();
        assertThat(cells.get(4)).as("what it means, and what to do").hasSizeGreaterThan(20);
    }

    @Test
    void theGuideHasNoIdThatIsNotThere() throws IOException {
        List<String> known = Arrays.stream(LogId.values()).map(LogId::code).toList();

        assertThat(Pattern.compile("MOOR\\d{4}")
                        .matcher(Files.readString(GUIDE))
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @Test
    void nothingElseIsLoggedAsLoud() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LogId.class.getName())
                .and()
                .resideOutsideOfPackage("io.github.mooring.testkit..")
                .should()
                .accessTargetWhere(isLoudLevel())
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.mooring"));
    }

    /** Who would log so has to name the level. */
    private static DescribedPredicate<JavaAccess<?>> isLoudLevel() {
        return DescribedPredicate.describe(
                "a level of the log from INFO upwards, or standard error",
                access -> (access.getTargetOwner().isEquivalentTo(Level.class) && LOUD.contains(access.getName()))
                        || (access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("err", "out").contains(access.getName()))
                        || access.getName().equals("printStackTrace"));
    }
}
