package io.github.mooring;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the direction of the layers: one package, one layer, and each knows only what stands below it. */
class LayersTest {
    private static final String BASE = "io.github.mooring.";

    /** From the top to the bottom. */
    private static final List<String> LAYERS = List.of(
            "jca",
            "inbound",
            "management",
            "client",
            "operation",
            "session",
            "topology",
            "resource",
            "pool",
            "connection",
            "auth",
            "transport",
            "dns",
            "wire",
            "time",
            "notice");

    /** Those that may know the application server. */
    private static final Set<String> ABOVE_THE_LINE = Set.of("jca", "inbound", "management");

    /** Of the test kit; stands in for the application server. */
    private static final String CONTAINER_IN_MEMORY = BASE + "testkit.container";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.mooring");

    @TestFactory
    List<DynamicTest> eachLayerKnowsOnlyWhatStandsBelowIt() {
        return LAYERS.stream()
                .map(layer -> DynamicTest.dynamicTest(
                        layer + " knows nothing above it",
                        () -> noClasses()
                                .that()
                                .resideInAPackage(BASE + layer + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(above(layer))
                                .allowEmptyShould(true)
                                .check(CLASSES)))
                .toList();
    }

    @Test
    void jakartaIsKnownAboveTheLineOnly() {
        noClasses()
                .that(belowTheLine())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax.transaction..", "javax.naming..", "javax.resource..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsALayer() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name ->
                        name.startsWith(BASE) && !name.startsWith(BASE + "api") && !name.startsWith(BASE + "testkit"))
                .map(name -> name.substring(BASE.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(LAYERS).containsAll(found);
    }

    @Test
    void layersHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(BASE + "(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void wireIsPure() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.channels..", "javax.net..", "java.util.concurrent..", BASE + "time..")
                .check(CLASSES);
    }

    @Test
    void thePoolKnowsNoMongoDbType() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "pool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bson..",
                        BASE + "api..",
                        BASE + "wire..",
                        BASE + "transport..",
                        BASE + "auth..",
                        BASE + "connection..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheTimeLayerReadsAClockOrSleepsOrMakesAThread() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + "time..", BASE + "api..", BASE + "testkit..")
                .should()
                .callMethodWhere(readsAClockOrSleeps())
                .orShould()
                .callConstructorWhere(JavaAccess.Predicates.targetOwner(are(ownThreads())))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.concurrent.Executors.class, java.util.concurrent.ForkJoinPool.class)
                .check(CLASSES);
    }

    private static String[] above(String layer) {
        return LAYERS.subList(0, LAYERS.indexOf(layer)).stream()
                .map(name -> BASE + name + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> belowTheLine() {
        return DescribedPredicate.describe(
                "are below the line",
                c -> c.getPackageName().startsWith(BASE)
                        && !c.getPackageName().equals(CONTAINER_IN_MEMORY)
                        && ABOVE_THE_LINE.stream()
                                .noneMatch(layer -> c.getPackageName().startsWith(BASE + layer)));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClockOrSleeps() {
        Set<String> forbidden = Set.of(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.Thread.sleep",
                "java.lang.Thread.start",
                "java.time.Clock.systemUTC",
                "java.time.Instant.now",
                "java.time.LocalDateTime.now",
                "java.util.concurrent.CompletableFuture.runAsync",
                "java.util.concurrent.CompletableFuture.supplyAsync",
                "java.util.Collection.parallelStream");
        return DescribedPredicate.describe(
                "a clock is read, or a thread sleeps or starts",
                access -> forbidden.contains(access.getTargetOwner().getName() + "."
                        + access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaClass> ownThreads() {
        return DescribedPredicate.describe(
                "threads, timers and executors",
                c -> c.isAssignableTo(Thread.class)
                        || c.isAssignableTo(java.util.Timer.class)
                        || c.isAssignableTo(Executor.class));
    }
}
