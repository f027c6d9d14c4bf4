package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.component.Ending;
import io.tributary.component.module.ModuleSource;
import io.tributary.component.module.OwnModules;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Modules that a component makes while it runs.
class OwnModulesTest extends GraphTest {
  private OwnModules modules;

  @BeforeEach
  void own() throws InterruptedException {
    bench.load("test.owner \"o\" { }\n");
    bench.lab.await("start test.owner.o");
    modules = bench.lab.owned();
    bench.lab.take();
  }

  private List<String> load(String name, String text, Map<String, Value> arguments)
      throws InterruptedException {
    RiverFile file = RiverParser.parse(name, text).sound().orElseThrow();
    return modules.load(name, new ModuleSource(file.body(), arguments, false)).errors().stream()
        .map(Diagnostic::toString)
        .toList();
  }

  private List<String> load(String name, String text) throws InterruptedException {
    return load(name, text, Map.of());
  }

  @Test
  void runAndAreShown() throws InterruptedException {
    assertThat(load("m", "test.value \"v\" { input = 1 }\n")).isEmpty();
    bench.lab.await("start test.owner.o/m/test.value.v");
    assertThat(bench.component("test.owner.o").createdModuleIDs())
        .containsExactly("test.owner.o/m");
    assertThat(bench.runtime.components("test.owner.o/m"))
        .hasValueSatisfying(all -> assertThat(all).hasSize(1));
    assertThat(bench.state("test.owner.o/m/test.value.v")).isEqualTo("healthy");
  }

  @Test
  void takeArgumentsAndShowExports() throws InterruptedException {
    String text =
        """
        argument "n" { }
        test.value "v" { input = argument.n.value + 1 }
        export "out" { value = test.value.v.output }
        """;
    load("m", text, Map.of("n", Value.of(1)));
    assertThat(modules.exports("m")).containsEntry("out", Value.of(2));
    load("m", text, Map.of("n", Value.of(5)));
    assertThat(modules.exports("m")).containsEntry("out", Value.of(6));
    assertThat(bench.lab.events("build")).hasSize(1);
  }

  @Test
  void leaveAloneWhatStays() throws InterruptedException {
    load("m", "test.value \"v\" { input = 1 }\ntest.value \"w\" { input = 1 }\n");
    load("other", "test.value \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/m/test.value.v");
    bench.lab.await("start test.owner.o/m/test.value.w");
    bench.lab.await("start test.owner.o/other/test.value.v");
    bench.lab.take();
    load("m", "test.value \"v\" { input = 1 }\ntest.value \"x\" { input = 2 }\n");
    bench.lab.await("start test.owner.o/m/test.value.x");
    bench.lab.await("close test.owner.o/m/test.value.w");
    assertThat(bench.lab.take())
        .noneMatch(event -> event.contains("test.value.v"))
        .noneMatch(event -> event.contains("/other/"));
  }

  @Test
  void goOnWithWhatWasGood() throws InterruptedException {
    load("m", "test.value \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/m/test.value.v");
    bench.lab.take();
    assertThat(load("m", "test.value \"v\" { input = nobody.knows }\n"))
        .singleElement()
        .asString()
        .contains("nobody");
    assertThat(bench.lab.take()).isEmpty();
    assertThat(modules.names()).containsExactly("m");
    assertThat(load("bad", "no.such \"thing\" { }\n")).isNotEmpty();
    assertThat(modules.names()).containsExactly("m");
    assertThat(bench.runtime.components("test.owner.o/bad")).isEmpty();
  }

  @Test
  void sayWhatCannotBeBuilt() throws InterruptedException {
    assertThat(load("m", "test.value \"v\" { fail = true }\ntest.value \"w\" { input = 1 }\n"))
        .singleElement()
        .asString()
        .contains("told to fail");
    bench.lab.await("start test.owner.o/m/test.value.w");
    assertThat(bench.state("test.owner.o/m/test.value.v")).isEqualTo("unhealthy");
    assertThat(modules.health("m"))
        .hasValueSatisfying(health -> assertThat(health.isHealthy()).isFalse());
    assertThat(modules.health("nobody")).isEmpty();
    assertThat(load("m", "test.value \"v\" { input = 3 }\ntest.value \"w\" { input = 1 }\n"))
        .isEmpty();
    bench.lab.await("start test.owner.o/m/test.value.v");
  }

  @Test
  void endForTheReasonThatIsGiven() throws InterruptedException {
    for (Ending ending : Ending.values()) {
      load("m", "test.value \"v\" { input = 1 }\n");
      bench.lab.await("start test.owner.o/m/test.value.v");
      bench.lab.take();
      modules.end("m", ending);
      assertThat(bench.lab.take())
          .containsExactly("stop test.owner.o/m/test.value.v", "close test.owner.o/m/test.value.v");
      assertThat(bench.lab.probe("test.owner.o/m/test.value.v").ending).isEqualTo(ending);
      assertThat(modules.names()).isEmpty();
    }
  }

  @Test
  void startAnewBehindTheirEnd() throws InterruptedException {
    load("m", "test.blocking \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/m/test.blocking.v");
    var done = new CountDownLatch(2);
    Thread.ofVirtual()
        .start(() -> {
          try {
            modules.end("m", Ending.REMOVAL);
            done.countDown();
          } catch (InterruptedException e) {
            // The test says that it did not come to it.
          }
        });
    while (!modules.names().isEmpty()) {
      Thread.onSpinWait();
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            load("m", "test.value \"w\" { input = 1 }\n");
            done.countDown();
          } catch (InterruptedException e) {
            // As above.
          }
        });
    load("other", "test.value \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/other/test.value.v");
    assertThat(done.getCount()).isEqualTo(2);
    bench.lab.release();
    done.await();
    assertThat(bench.lab.take())
        .containsSubsequence(
            "close test.owner.o/m/test.blocking.v", "build test.owner.o/m/test.value.w 1");
  }

  @Test
  void areWaitedForByTheirOwnerWhenOthersEndThem() throws InterruptedException {
    load("m", "test.blocking \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/m/test.blocking.v");
    Thread.ofVirtual()
        .start(() -> {
          try {
            modules.end("m", Ending.HANDOVER);
          } catch (InterruptedException e) {
            // The test says that it did not come to it.
          }
        });
    while (!modules.names().isEmpty()) {
      Thread.onSpinWait();
    }
    Thread loading =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bench.load("test.value \"other\" { input = 1 }\n");
              } catch (InterruptedException e) {
                // As above.
              }
            });
    while (loading.isAlive() && loading.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(loading.isAlive()).isTrue();
    bench.lab.release();
    loading.join();
    bench.lab.await("start test.value.other");
    assertThat(bench.lab.take())
        .containsSubsequence("close test.owner.o/m/test.blocking.v", "start test.value.other");
  }

  @Test
  void endWithTheirOwner() throws InterruptedException {
    load("m", "test.value \"v\" { input = 1 }\n");
    load("n", "test.value \"v\" { input = 1 }\n");
    bench.lab.await("start test.owner.o/m/test.value.v");
    bench.lab.await("start test.owner.o/n/test.value.v");
    bench.load("test.value \"other\" { input = 1 }\n");
    assertThat(bench.lab.events("close")).hasSize(2);
    assertThat(bench.lab.probe("test.owner.o/n/test.value.v").ending).isEqualTo(Ending.REMOVAL);
    assertThat(bench.runtime.allComponents()).hasSize(1);
    assertThatThrownBy(() -> load("m", "test.value \"v\" { }\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test.owner.o does not run");
  }
}
