package io.github.mooring.jca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.work.DistributableWork;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContextProvider;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the contract asks of the adapter's code rather than of what it does. */
class ContractRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.mooring.jca");

    @Test
    @DisplayName("L2 nothing is shared between adapters: all static fields are final")
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    @DisplayName("W3 the adapter makes no thread, executor or timer of its own")
    void noThreadIsMade() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(CompletableFuture.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .check(CLASSES);
        noClasses().should().callConstructor(Timer.class).check(CLASSES);
        noClasses().should().callConstructor(Timer.class, boolean.class).check(CLASSES);
        noClasses().should().callConstructor(Thread.class, Runnable.class).check(CLASSES);
        noClasses()
                .should()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .check(CLASSES);
        noClasses().should().beAssignableTo(Thread.class).check(CLASSES);
    }

    @Test
    @DisplayName("W1 W11 works are not distributable, and their methods not synchronized")
    void worksAreNeitherSynchronizedNorDistributable() {
        noClasses().should().beAssignableTo(DistributableWork.class).check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAssignableTo(Work.class)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(CLASSES);
    }

    @Test
    @DisplayName("G2 a work that brings contexts is never handed in with an execution context")
    void contextsComeWithoutExecutionContext() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo("jakarta.resource.spi.work.ExecutionContext")
                .check(CLASSES);
        classes()
                .that()
                .areAssignableTo(WorkContextProvider.class)
                .should()
                .beAssignableTo(Work.class)
                .check(CLASSES);
    }

    @Test
    @DisplayName("PK11 L11 the adapter needs no CDI, no Bean Validation, no logging library, and has no activation")
    void nothingElseIsNeeded() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "jakarta.validation..",
                        "org.slf4j..",
                        "javax.jms..")
                .check(CLASSES);
        noClasses().should().beAssignableTo(ActivationSpec.class).check(CLASSES);
    }

    @Test
    @DisplayName("H3 applications compile against interfaces that know neither the adapter nor the Connectors API")
    void interfacesKnowNothingOfTheAdapter() {
        JavaClasses api = new ClassFileImporter().importPackages("io.github.mooring.api");
        noClasses()
                .that()
                .resideInAPackage("io.github.mooring.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.mooring.jca..", "io.github.mooring.client..", "jakarta..")
                .check(api);
        classes()
                .that()
                .haveSimpleName("SessionHandle")
                .should()
                .beAssignableTo("io.github.mooring.api.MongoSession")
                .andShould()
                .notBeInterfaces()
                .check(CLASSES);
    }

    @Test
    @DisplayName("S9 nothing asks for privileges, so nothing depends on a security manager")
    void nothingAsksForPrivileges() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.AccessController")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.SecurityManager")
                .check(CLASSES);
    }

    @Test
    @DisplayName("N1 what works inside a container does not use the connection manager for outside")
    void ownConnectionManagerIsNotUsedInAContainer() {
        noClasses()
                .that()
                .doNotHaveSimpleName("UnpooledConnectionManager")
                .and()
                .doNotHaveSimpleName("ContainerSessionFactory")
                .and()
                .doNotHaveSimpleName("MongoManagedConnectionFactory")
                .and()
                .doNotHaveSimpleName("EndWithSession")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("UnpooledConnectionManager")
                .check(CLASSES);
    }
}
