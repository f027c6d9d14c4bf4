package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who is evaluated when, and what becomes of those who fail.
class EvaluationTest extends GraphTest {
  private static final String CHAIN =
      """
      test.value "c" { input = test.value.b.output + 1 }
      test.value "a" { input = 1 }
      test.value "b" { input = test.value.a.output + 1 }
      test.value "other" { input = 7 }
      """;

  @Test
  void evaluatesDependenciesFirst() throws InterruptedException {
    bench.load(CHAIN);
    assertThat(bench.lab.events("build"))
        .containsSubsequence("build test.value.a 1", "build test.value.b 2", "build test.value.c 3")
        .contains("build test.value.other 7");
    assertThat(bench.lab.events("update")).isEmpty();
  }

  @Test
  void runsEverythingAfterTheLoad() throws InterruptedException {
    bench.load(CHAIN);
    bench.lab.await("start test.value.c");
    bench.lab.await("start test.value.other");
    assertThat(bench.state("test.value.c")).isEqualTo("healthy");
  }

  @Test
  void evaluatesNobodyButThoseWhoDependOnAChange() throws InterruptedException {
    bench.load(CHAIN);
    bench.lab.take();
    bench.show("test.value.a", 10);
    assertThat(bench.lab.events("update"))
        .containsExactly("update test.value.b 11", "update test.value.c 12");
  }

  @Test
  void takesExportsThatAreTheSameForNoChange() throws InterruptedException {
    bench.load(CHAIN);
    bench.lab.take();
    bench.show("test.value.a", 1);
    assertThat(bench.lab.events("update")).isEmpty();
  }

  @Test
  void tellsNobodyOfArgumentsThatAreTheSame() throws InterruptedException {
    bench.load(
        """
        test.value "a" { input = 1 }
        test.value "b" { input = test.value.a.output > 0 }
        """);
    bench.lab.take();
    bench.show("test.value.a", 2);
    assertThat(bench.lab.events("update")).isEmpty();
    bench.show("test.value.a", -2);
    assertThat(bench.lab.events("update")).containsExactly("update test.value.b false");
  }

  @Test
  void keepsTheLastGoodArgumentsOfOneThatFails() throws InterruptedException {
    bench.load(
        """
        test.value "a" { input = 1 }
        test.value "b" {
          input = test.value.a.output
          fail  = test.value.a.output == 2
        }
        test.value "c" { input = test.value.b.output }
        """);
    bench.show("test.value.a", 2);
    assertThat(bench.state("test.value.b")).isEqualTo("unhealthy");
    assertThat(bench.message("test.value.b"))
        .isEqualTo("component evaluation failed: updating component: told to fail");
    assertThat(bench.component("test.value.b").arguments().toString()).contains("value=1.0");
    assertThat(bench.state("test.value.c")).isEqualTo("healthy");
    bench.show("test.value.a", 3);
    bench.lab.await("update test.value.c 3");
    assertThat(bench.state("test.value.b")).isEqualTo("healthy");
  }

  @Test
  void saysWhereAnExpressionFails() throws InterruptedException {
    bench.load(
        """
        test.value "a" { input = 1 }
        test.value "b" { input = [1, 2][test.value.a.output] }
        """);
    bench.show("test.value.a", 5);
    assertThat(bench.message("test.value.b"))
        .isEqualTo(
            "component evaluation failed: decoding configuration: main.river:2:33:"
                + " test.value.a.output index 5 is out of range of array with length 2");
  }

  @Test
  void startsOneThatCouldNotBeBuiltAtFirst() throws InterruptedException {
    try (var lenient = new Bench(directory, LoadMode.LENIENT)) {
      LoadResult result =
          lenient.tryLoad(
              """
              test.value "a" { input = 1 }
              test.value "b" { fail = test.value.a.output == 1 }
              """);
      assertThat(result.isApplied()).isTrue();
      assertThat(Bench.messages(result))
          .containsExactly(
              "main.river:2:1: Failed to build component: building component: told to fail");
      assertThat(lenient.state("test.value.b")).isEqualTo("unhealthy");
      lenient.show("test.value.a", 2);
      lenient.lab.await("start test.value.b");
      assertThat(lenient.state("test.value.b")).isEqualTo("healthy");
    }
  }

  @Test
  void isolatesAComponentThatCrashes() throws InterruptedException {
    bench.load(
        """
        test.crashing "a" { input = 1 }
        test.exiting "b" { }
        test.value "c" { input = test.crashing.a.output }
        """);
    bench.lab.await("stop test.crashing.a");
    bench.lab.await("stop test.exiting.b");
    bench.lab.await("start test.value.c");
    bench.show("test.crashing.a", 2);
    bench.lab.await("update test.value.c 2");
    assertThat(bench.state("test.value.c")).isEqualTo("healthy");
    awaitState("test.crashing.a", "exited");
    assertThat(bench.message("test.crashing.a"))
        .isEqualTo("component shut down with error: crashed");
    awaitState("test.exiting.b", "exited");
    assertThat(bench.message("test.exiting.b")).isEqualTo("component shut down cleanly");
    assertThat(bench.runtime.unhealthy()).isEmpty();
  }

  private void awaitState(String id, String state) {
    while (!bench.state(id).equals(state)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void passesReceiversOn() throws InterruptedException {
    bench.load(
        """
        test.value "a" { forward_to = [test.receiver.r.receiver] }
        test.receiver "r" { }
        """);
    assertThat(bench.component("test.value.a").references().dataFlowEdgesTo())
        .containsExactly("test.receiver.r");
    assertThat(bench.component("test.receiver.r").references().referencedBy())
        .containsExactly("test.value.a");
  }
}
