package io.tributary.agent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Rules about the compiled classes of every module.
class ArchitectureTest {
  /// Lowest first: a module may use those before it, and nothing behind it. Nobody may use plugins,
  /// whose libraries are not on the class path.
  private static final List<String> MODULES =
      List.of(
          "base",
          "river",
          "model",
          "wire",
          "net",
          "cluster",
          "component",
          "runtime",
          "discovery",
          "metrics",
          "exporters",
          "dialects",
          "ui",
          "agent",
          "plugins");

  /// Ways to learn the time or to wait that go past the injected clock.
  private static final Map<String, Set<String>> CLOCKS =
      Map.of(
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
          "java.lang.Thread", Set.of("sleep"),
          "java.util.concurrent.TimeUnit", Set.of("sleep"),
          "java.time.Instant", Set.of("now"),
          "java.time.LocalDateTime", Set.of("now"),
          "java.time.ZonedDateTime", Set.of("now"),
          "java.time.OffsetDateTime", Set.of("now"));

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tributary");
  }

  @TestFactory
  List<DynamicTest> dependsOnlyOnModulesBelow() {
    var tests = new ArrayList<DynamicTest>();
    for (int i = 0; i < MODULES.size(); i++) {
      String module = MODULES.get(i);
      String[] above =
          MODULES.subList(i + 1, MODULES.size()).stream()
              .map(name -> "io.tributary." + name + "..")
              .toArray(String[]::new);
      if (above.length > 0) {
        tests.add(
            DynamicTest.dynamicTest(
                module,
                () ->
                    in(module)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .allowEmptyShould(true)
                        .check(classes)));
      }
    }
    return tests;
  }

  @Test
  void noMainCodeUsesTheTestkit() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.tributary.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tributary.testkit..");
    rule.check(classes);
  }

  @Test
  void onlyBaseLooksAtTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.tributary.base..", "io.tributary.testkit..")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "reads the time or waits without the injected clock", ArchitectureTest::isClock))
        .check(classes);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.tributary.agent.cli..", "io.tributary.agent.demo..", "io.tributary.testkit..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(classes);
  }

  @Test
  void noPackageOfAModuleDependsOnItselfThroughAnother() {
    com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
        .matching("io.tributary.(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void pluginsUseNothingAboveTheirStores() {
    in("plugins")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            MODULES.subList(MODULES.indexOf("cluster") + 1, MODULES.indexOf("plugins")).stream()
                .map(name -> "io.tributary." + name + "..")
                .toArray(String[]::new))
        .check(classes);
  }

  private static GivenClassesConjunction in(String module) {
    return noClasses().that().resideInAPackage("io.tributary." + module + "..");
  }

  private static boolean isClock(JavaCall<?> call) {
    return CLOCKS
        .getOrDefault(call.getTargetOwner().getFullName(), Set.of())
        .contains(call.getTarget().getName());
  }
}
