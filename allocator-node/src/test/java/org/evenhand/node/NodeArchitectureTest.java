package org.evenhand.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class NodeArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.evenhand.node");

    @Test
    void a_node_works_without_knowing_that_it_is_measured() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.evenhand.node.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "org.evenhand.node.metrics")
                .check(CLASSES);
    }
}
