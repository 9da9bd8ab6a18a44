package org.evenhand.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who in the core may know whom, and what none of it may do: a decision depends on its arguments alone. */
class CoreArchitectureTest {
    private static final String CORE = "org.evenhand.core";

    /** Each package may know those before it. */
    private static final List<String> LAYERS = List.of("range", "json", "model", "fact", "state", "rules", "contract");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CORE);

    private static ArchRule layer(int index) {
        String[] later = LAYERS.subList(index + 1, LAYERS.size()).stream()
                .map(layer -> CORE + "." + layer + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(CORE + "." + LAYERS.get(index) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later);
    }

    @TestFactory
    Stream<DynamicTest> no_package_knows_one_that_comes_after_it() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < LAYERS.size() - 1; i++) {
            ArchRule rule = layer(i);
            tests.add(DynamicTest.dynamicTest(LAYERS.get(i), () -> rule.check(CLASSES)));
        }
        return tests.stream();
    }

    @Test
    void every_class_lies_in_one_of_the_packages() {
        classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(
                        LAYERS.stream().map(layer -> CORE + "." + layer).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void a_package_that_knows_one_that_comes_after_it_is_caught() {
        ArchRule backwards = noClasses()
                .that()
                .resideInAPackage(CORE + ".contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE + ".rules..");
        assertThat(backwards.evaluate(CLASSES).hasViolation()).isTrue();
    }

    @Test
    void the_core_knows_little_of_the_jdk_and_nothing_but_jackson_and_jspecify_besides() {
        classes().should().onlyDependOnClassesThat(Bans.knownToTheCore()).check(CLASSES);
    }

    @Test
    void a_dependency_that_is_not_on_the_list_is_caught() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offences.Threads.class, Offences.Clocks.class);
        assertThat(classes()
                        .should()
                        .onlyDependOnClassesThat(Bans.knownToTheCore())
                        .evaluate(offender)
                        .getFailureReport()
                        .toString())
                .contains("java.util.concurrent.atomic.AtomicLong")
                .contains("java.time.Instant");
    }

    @TestFactory
    Stream<DynamicTest> the_core_does_nothing_that_is_banned() {
        return Stream.of(Bans.values())
                .map(ban -> DynamicTest.dynamicTest(
                        ban.name(), () -> ban.in(CORE + "..").check(CLASSES)));
    }

    /** A ban that catches nothing is a defect, so each one is held to an offence of every kind that it names. */
    @TestFactory
    Stream<DynamicTest> each_ban_catches_every_offence_and_names_what_to_use_instead() {
        return Stream.of(Bans.values())
                .map(ban -> DynamicTest.dynamicTest(ban.name(), () -> {
                    Class<?> offences = offences(ban);
                    EvaluationResult result =
                            ban.in(CORE + "..").evaluate(new ClassFileImporter().importClasses(offences));
                    for (Method method : offences.getDeclaredMethods()) {
                        if (!method.isSynthetic()) {
                            assertThat(result.getFailureReport().getDetails())
                                    .as("%s of %s", method.getName(), offences)
                                    .anyMatch(line -> line.contains("." + method.getName() + "(")
                                            && line.contains(ban.instead()));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> no_ban_catches_the_innocent() {
        JavaClasses innocent = new ClassFileImporter().importClasses(Offences.Innocent.class);
        return Stream.of(Bans.values())
                .map(ban -> DynamicTest.dynamicTest(
                        ban.name(), () -> ban.in(CORE + "..").check(innocent)));
    }

    private static Class<?> offences(Bans ban) {
        String name = ban.name().toLowerCase(Locale.ROOT).replace("_", "");
        for (Class<?> nested : Offences.class.getDeclaredClasses()) {
            if (nested.getSimpleName().toLowerCase(Locale.ROOT).equals(name)) {
                return nested;
            }
        }
        throw new AssertionError("no offences against " + ban);
    }
}
