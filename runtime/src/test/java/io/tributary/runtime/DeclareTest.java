package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Custom components: templates, their arguments and exports.
class DeclareTest extends GraphTest {
  private static final String DOUBLE =
      """
      declare "double" {
        argument "x" { }
        argument "note" {
          optional = true
          default  = "none"
        }
        test.value "inner" { input = argument.x.value * 2 }
        test.value "still" { input = argument.note.value }
        export "y" { value = test.value.inner.output }
      }
      """;

  @Test
  void hasArgumentsAndExports() throws InterruptedException {
    bench.load(
        DOUBLE
            + """
            double "d" { x = 21 }
            test.value "out" { input = double.d.y }
            """);
    assertThat(bench.lab.events("build"))
        .containsExactlyInAnyOrder(
            "build double.d/test.value.inner 42",
            "build double.d/test.value.still \"none\"",
            "build test.value.out 42");
    bench.lab.await("start double.d/test.value.inner");
    assertThat(bench.component("double.d").identity().type()).isEqualTo("custom");
    assertThat(bench.component("double.d").createdModuleIDs()).containsExactly("double.d");
    assertThat(bench.component("double.d/test.value.inner").identity().moduleID())
        .isEqualTo("double.d");
  }

  @Test
  void reachesInsideOnlyThoseWhoDependOnTheArgumentThatChanged() throws InterruptedException {
    bench.load(
        DOUBLE
            + """
            test.value "in" { input = 1 }
            double "d" { x = test.value.in.output }
            test.value "out" { input = double.d.y }
            """);
    bench.lab.take();
    bench.show("test.value.in", 5);
    assertThat(bench.lab.events("update"))
        .containsExactly("update double.d/test.value.inner 10", "update test.value.out 10");
  }

  @Test
  void showsWhatItsComponentsShowLater() throws InterruptedException {
    bench.load(
        DOUBLE
            + """
            double "d" { x = 1 }
            test.value "out" { input = double.d.y }
            """);
    bench.lab.take();
    bench.show("double.d/test.value.inner", 9);
    assertThat(bench.lab.events("update")).containsExactly("update test.value.out 9");
  }

  @Test
  void changesItsTemplateInPlace() throws InterruptedException {
    String use = "double \"d\" { x = 1 }\n";
    bench.load(DOUBLE + use);
    bench.lab.await("start double.d/test.value.still");
    bench.lab.await("start double.d/test.value.inner");
    bench.lab.take();
    bench.load(DOUBLE.replace("* 2", "* 3").replace("\"still\"", "\"new\"") + use);
    bench.lab.await("close double.d/test.value.still");
    bench.lab.await("start double.d/test.value.new");
    assertThat(bench.lab.take())
        .containsExactlyInAnyOrder(
            "update double.d/test.value.inner 3",
            "build double.d/test.value.new \"none\"",
            "stop double.d/test.value.still",
            "close double.d/test.value.still",
            "start double.d/test.value.new");
  }

  @Test
  void refusesArgumentsThatAreMissingOrNotDeclared() throws InterruptedException {
    assertThat(Bench.messages(bench.tryLoad(DOUBLE + "double \"d\" { }\n")))
        .contains(
            "main.river:2:3: Failed to evaluate node for config block: missing required argument"
                + " \"x\" to module");
    assertThat(Bench.messages(bench.tryLoad(DOUBLE + "double \"d\" {\n  x = 1\n  z = 2\n}\n")))
        .containsExactly("main.river:11:1: Provided argument \"z\" is not defined in the module");
  }

  @Test
  void needsAnArgumentThatIsNotOptionalInSpiteOfItsDefault() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            declare "a" {
              argument "x" { default = 5 }
            }
            a "b" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:2:3: Failed to evaluate node for config block: missing required argument"
                + " \"x\" to module");
  }

  @Test
  void seesNothingOutsideButTemplates() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            test.value "outside" { input = 1 }
            declare "a" {
              test.value "in" { input = test.value.outside.output }
            }
            declare "b" {
              a "nested" { }
            }
            b "c" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:3:29: component \"test.value.outside.output\" does not exist or is out of"
                + " scope");
  }

  @Test
  void nests() throws InterruptedException {
    bench.load(
        """
        declare "outer" {
          argument "x" { }
          declare "inner" {
            argument "y" { }
            test.value "v" { input = argument.y.value + 1 }
            export "z" { value = test.value.v.output }
          }
          inner "i" { y = argument.x.value }
          export "z" { value = inner.i.z }
        }
        outer "o" { x = 1 }
        test.value "out" { input = outer.o.z }
        """);
    assertThat(bench.lab.events("build"))
        .containsExactly("build outer.o/inner.i/test.value.v 2", "build test.value.out 2");
  }

  @Test
  void refusesSettingsOfTheAgentInside() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            declare "a" {
              test.unknown "x" { }
            }
            a "b" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:2:3: cannot find the definition of component name \"test.unknown\"");
  }

  @Test
  void isAsHealthyAsItsComponents() throws InterruptedException {
    bench.load(
        """
        test.value "in" { input = 1 }
        declare "a" {
          argument "x" { }
          test.value "v" { fail = argument.x.value == 2 }
        }
        a "b" { x = test.value.in.output }
        """);
    bench.lab.await("start a.b/test.value.v");
    bench.show("test.value.in", 2);
    assertThat(bench.state("a.b")).isEqualTo("unhealthy");
    assertThat(bench.runtime.unhealthy()).containsExactly("a");
    bench.show("test.value.in", 3);
    assertThat(bench.state("a.b")).isEqualTo("healthy");
  }

  @Test
  void stopsWithAllThatIsInIt() throws InterruptedException {
    bench.load(DOUBLE + "double \"d\" { x = 1 }\n");
    bench.lab.await("start double.d/test.value.inner");
    bench.lab.await("start double.d/test.value.still");
    bench.load("test.value \"a\" { }\n");
    assertThat(bench.lab.events("close"))
        .containsExactlyInAnyOrder(
            "close double.d/test.value.inner", "close double.d/test.value.still");
    assertThat(bench.runtime.components("double.d")).isEmpty();
  }
}
