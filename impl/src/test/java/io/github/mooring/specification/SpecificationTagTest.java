package io.github.mooring.specification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dgroups=specification} has to find every suite, those that are written later too. */
class SpecificationTagTest {
    @Test
    void everySuiteCarriesTheTag() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("io.github.mooring");

        classes().that(runCases()).should().beAnnotatedWith(theTag()).check(tests);
    }

    private static DescribedPredicate<JavaClass> runCases() {
        return DescribedPredicate.describe(
                "run cases of the specifications",
                c -> !c.getPackageName().equals(SpecificationCases.class.getPackageName())
                        && c.isTopLevelClass()
                        && c.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(SpecificationCases.class)
                                        && call.getTarget().getName().startsWith("of")));
    }

    private static DescribedPredicate<JavaAnnotation<?>> theTag() {
        return DescribedPredicate.describe(
                "@Tag(\"" + SpecificationCases.TAG + "\")",
                annotation -> annotation.getRawType().isEquivalentTo(Tag.class)
                        && annotation
                                .get("value")
                                .filter(SpecificationCases.TAG::equals)
                                .isPresent());
    }
}
