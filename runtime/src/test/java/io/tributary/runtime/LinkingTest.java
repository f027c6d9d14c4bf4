package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.Stability;
import org.junit.jupiter.api.Test;

/// What is said of configurations that cannot be linked.
class LinkingTest extends GraphTest {
  private void assertErrors(String text, String... errors) throws InterruptedException {
    LoadResult result = bench.tryLoad(text);
    assertThat(result.isApplied()).isFalse();
    assertThat(Bench.messages(result)).containsExactlyInAnyOrder(errors);
  }

  @Test
  void reportsEverythingAtOnceAtItsPlace() throws InterruptedException {
    assertErrors(
        """
        test.value "a" {
          input = test.value.b.output
        }
        test.value "c" { }
        test.value "c" { }
        test.unknown "d" { }
        test.value { }
        """,
        "main.river:2:11: component \"test.value.b.output\" does not exist or is out of scope",
        "main.river:5:1: block test.value.c already declared at main.river:4:1",
        "main.river:6:1: cannot find the definition of component name \"test.unknown\"",
        "main.river:7:1: component \"test.value\" must have a label");
  }

  @Test
  void namesThePathOfACycle() throws InterruptedException {
    assertErrors(
        """
        test.value "a" { input = test.value.b.output }
        test.value "b" { input = test.value.c.output }
        test.value "c" { input = test.value.a.output }
        """,
        "main.river:1:1: cycle: test.value.a, test.value.b, test.value.c");
  }

  @Test
  void namesASelfReference() throws InterruptedException {
    assertErrors(
        """
        test.value "a" { input = test.value.a.output }
        """,
        "main.river:1:1: self reference: test.value.a");
  }

  @Test
  void findsCyclesOfTemplates() throws InterruptedException {
    assertErrors(
        """
        declare "a" { b "x" { } }
        declare "b" { a "x" { } }
        """,
        "main.river:1:1: cycle: declare.a, declare.b");
  }

  @Test
  void refusesArgumentsAndExportsAtTheRoot() throws InterruptedException {
    assertErrors(
        """
        argument "a" { }
        export "b" { value = 1 }
        """,
        "main.river:1:1: argument blocks only allowed inside a module",
        "main.river:2:1: export blocks only allowed inside a module");
  }

  @Test
  void refusesAttributesAtTheRoot() throws InterruptedException {
    assertErrors("a = 1\n", "main.river:1:1: unrecognized attribute a");
  }

  @Test
  void refusesATemplateNamedDeclare() throws InterruptedException {
    assertErrors(
        "declare \"declare\" { }\n",
        "main.river:1:1: 'declare' is not a valid label for a declare block");
  }

  @Test
  void takesTheLongestIdThatAReferenceBeginsWith() throws InterruptedException {
    bench.load(
        """
        declare "one" {
          export "x" { value = { output = 1 } }
        }
        one { }
        one "x" { }
        test.value "a" { input = one.x.x.output }
        """);
    assertThat(bench.component("test.value.a").references().referencesTo())
        .containsExactly("one.x");
  }

  @Test
  void takesNamesOfTheLibraryForNoReferences() throws InterruptedException {
    bench.load(
        """
        test.value "a" { input = constants.os + sys.env("X") }
        """);
    assertThat(bench.lab.events("build")).containsExactly("build test.value.a \"linuxenv of X\"");
  }

  @Test
  void warnsOfDeprecatedFunctions() throws InterruptedException {
    LoadResult result = bench.load("test.value \"a\" { input = env(\"X\") }\n");
    assertThat(result.diagnostics()).hasSize(1);
    assertThat(result.diagnostics().getFirst().message())
        .isEqualTo("the function \"env\" is deprecated, use \"sys.env\"");
  }

  @Test
  void refusesWhatIsNotStableEnough() throws InterruptedException {
    try (var strict =
        new Bench(RuntimeSettings.in(directory).with(Stability.GENERALLY_AVAILABLE))) {
      LoadResult result =
          strict.tryLoad(
              """
              test.experimental "a" { }
              test.community "b" { }
              test.value "c" { input = array.group_by([], "x", true) }
              foreach "d" { collection = []
                var = "x"
                template { }
              }
              """);
      String rest =
          " is at stability level \"experimental\", which is below the minimum allowed stability"
              + " level \"generally-available\". Use --stability.level command-line flag to enable"
              + " \"experimental\" features";
      assertThat(Bench.messages(result))
          .containsExactlyInAnyOrder(
              "main.river:1:1: component \"test.experimental\"" + rest,
              "main.river:2:1: the component \"test.community\" is a community component. Use the"
                  + " --feature.community-components.enabled command-line flag to enable community"
                  + " components",
              "main.river:3:26: array.group_by" + rest,
              "main.river:4:1: config block \"foreach\"" + rest);
    }
  }
}
