package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a load does to what runs already.
class ReloadTest extends GraphTest {
  @Test
  void touchesOnlyWhatChanged() throws InterruptedException {
    bench.load(
        """
        test.value "same" { input = 1 }
        test.value "other" { input = 1 }
        test.value "gone" { input = 1 }
        """);
    bench.lab.await("start test.value.gone");
    bench.lab.take();
    bench.load(
        """
        // Moved, and with a comment.
        test.value "new" { input = 1 }
        test.value "other" { input = 2 }
        test.value "same" { input = 2 - 1 }
        """);
    bench.lab.await("start test.value.new");
    assertThat(bench.lab.take())
        .containsExactlyInAnyOrder(
            "build test.value.new 1",
            "update test.value.other 2",
            "stop test.value.gone",
            "close test.value.gone",
            "start test.value.new");
    assertThat(bench.runtime.component("test.value.gone")).isEmpty();
  }

  @Test
  void tellsComponentsThatAreRemovedFromThoseThatOnlyStop() throws InterruptedException {
    String each =
        """
        foreach "f" {
          collection = [%s]
          var = "item"
          template { test.value "v" { input = item } }
        }
        """;
    bench.load("test.value \"gone\" { }\ntest.value \"stays\" { }\n" + each.formatted("1, 2"));
    bench.lab.await("start test.value.gone");
    bench.lab.await("start test.value.stays");
    bench.lab.await("start foreach.f/foreach_1_1/test.value.v");
    bench.lab.await("start foreach.f/foreach_2_1/test.value.v");
    bench.load("test.value \"stays\" { }\n" + each.formatted("2"));
    bench.lab.await("stop foreach.f/foreach_1_1/test.value.v");
    bench.close();
    assertThat(bench.lab.probe("test.value.gone").wasRemoved).isTrue();
    assertThat(bench.lab.probe("foreach.f/foreach_1_1/test.value.v").wasRemoved).isTrue();
    assertThat(bench.lab.probe("test.value.stays").wasRemoved).isFalse();
    assertThat(bench.lab.probe("foreach.f/foreach_2_1/test.value.v").wasRemoved).isFalse();
  }

  @Test
  void changesNothingWhereATextCannotBeReadOrLinked() throws InterruptedException {
    bench.load("test.value \"a\" { input = 1 }\n");
    bench.lab.await("start test.value.a");
    bench.lab.take();
    assertThat(bench.tryLoad("test.value \"a\" { input = \n").isApplied()).isFalse();
    assertThat(bench.tryLoad("test.value \"b\" { input = nothing }\n").isApplied()).isFalse();
    assertThat(bench.lab.take()).isEmpty();
    assertThat(bench.state("test.value.a")).isEqualTo("healthy");
    bench.load("test.value \"a\" { input = 1 }\n");
    assertThat(bench.lab.take()).isEmpty();
  }

  @Test
  void installsAGraphInWhichSomethingCannotBeEvaluated() throws InterruptedException {
    bench.load("test.value \"a\" { input = 1 }\n");
    LoadResult result =
        bench.tryLoad(
            """
            test.value "a" {
              input = 2
              fail = true
            }
            test.value "b" { input = test.value.a.output }
            test.value "c" { fail = true }
            """);
    assertThat(result.isApplied()).isTrue();
    assertThat(Bench.messages(result))
        .containsExactlyInAnyOrder(
            "main.river:1:1: Failed to build component: updating component: told to fail",
            "main.river:6:1: Failed to build component: building component: told to fail");
    bench.lab.await("build test.value.b 1");
    assertThat(bench.state("test.value.a")).isEqualTo("unhealthy");
    assertThat(bench.component("test.value.a").arguments().toString()).contains("value=1.0");
    assertThat(bench.state("test.value.b")).isEqualTo("healthy");
    assertThat(bench.state("test.value.c")).isEqualTo("unhealthy");
    assertThat(bench.runtime.unhealthy()).containsExactly("test.value", "test.value");
  }

  @Test
  void runsNothingWhereTheFirstLoadFails() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            test.value "a" { input = 1 }
            test.value "b" { fail = true }
            """);
    assertThat(result.isApplied()).isFalse();
    assertThat(bench.runtime.isReady()).isFalse();
    assertThat(bench.lab.take())
        .containsExactlyInAnyOrder(
            "build test.value.a 1", "build test.value.b null", "close test.value.a");
  }

  @Test
  void stopsThoseWhoReferBeforeThoseTheyReferTo() throws InterruptedException {
    bench.load(
        """
        test.value "c" { input = test.value.b.output }
        test.value "a" { input = 1 }
        test.value "b" { input = test.value.a.output }
        """);
    for (String label : new String[] {"a", "b", "c"}) {
      bench.lab.await("start test.value." + label);
    }
    bench.lab.take();
    bench.load("test.value \"new\" { }\n");
    bench.lab.await("start test.value.new");
    assertThat(bench.lab.take().stream().filter(event -> !event.startsWith("close")))
        .containsSubsequence("stop test.value.c", "stop test.value.b", "stop test.value.a")
        .endsWith("start test.value.new");
  }

  @Test
  void startsAgainWhatHasExited() throws InterruptedException {
    bench.load("test.exiting \"a\" { }\n");
    bench.lab.await("stop test.exiting.a");
    while (!bench.state("test.exiting.a").equals("exited")) {
      Thread.onSpinWait();
    }
    bench.lab.take();
    awaitRestart();
  }

  /// The run may be over a moment before its thread is.
  private void awaitRestart() throws InterruptedException {
    do {
      bench.load("test.exiting \"a\" { }\n");
    } while (bench.lab.events("start").isEmpty());
    assertThat(bench.lab.events("build")).isEmpty();
  }

  @Test
  void touchesNothingThatStaysInAThousandReloads() throws InterruptedException {
    String rest =
        """
        declare "d" {
          argument "x" { }
          test.value "in" { input = argument.x.value }
        }
        d "x" { x = test.value.same.output }
        test.value "same" { input = 1 }
        """;
    bench.load(rest + "test.value \"other\" { input = 0 }\n");
    bench.lab.await("start d.x/test.value.in");
    bench.lab.await("start test.value.same");
    bench.lab.await("start test.value.other");
    bench.lab.take();
    for (int i = 1; i <= 1000; i++) {
      bench.load(rest + "test.value \"other\" { input = " + i + " }\n");
    }
    assertThat(bench.lab.events("update")).hasSize(1000).endsWith("update test.value.other 1000");
    assertThat(bench.lab.take()).hasSize(1000);
  }

  @Test
  void restoresTheLastExportsOfAComponentToItsNewDependants() throws InterruptedException {
    bench.load("test.value \"a\" { input = 1 }\n");
    bench.show("test.value.a", 5);
    bench.load(
        """
        test.value "a" { input = 1 }
        test.value "b" { input = test.value.a.output }
        """);
    assertThat(bench.lab.events("build")).contains("build test.value.b 5");
  }

  @Test
  void leavesBehindWhatDoesNotStop() throws InterruptedException {
    var clock = new ManualClock(0);
    var settings = RuntimeSettings.in(directory).withShutdownDeadline(Duration.ofMinutes(10));
    try (var slow = new Bench(settings, parts -> parts, clock)) {
      slow.load("test.blocking \"a\" { }\n");
      slow.lab.await("start test.blocking.a");
      var turner =
          Thread.ofPlatform()
              .start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                  clock.advance(Duration.ofSeconds(30));
                  Thread.onSpinWait();
                }
              });
      slow.load("test.value \"b\" { }\n");
      turner.interrupt();
      slow.lab.await("start test.value.b");
      assertThat(slow.lab.events("close")).containsExactly("close test.blocking.a");
      assertThat(clock.nanos()).isGreaterThanOrEqualTo(Duration.ofMinutes(10).toNanos());
    }
  }

  @Test
  void stopsAndClosesEverythingAtTheEnd() throws InterruptedException {
    bench.load("test.value \"a\" { }\n");
    bench.lab.await("start test.value.a");
    bench.lab.take();
    bench.close();
    assertThat(bench.lab.take()).containsExactly("stop test.value.a", "close test.value.a");
  }
}
