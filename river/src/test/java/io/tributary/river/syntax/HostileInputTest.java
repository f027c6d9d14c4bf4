package io.tributary.river.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.EvaluationException;
import io.tributary.river.eval.References;
import io.tributary.river.eval.Scope;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.Statement.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files that are made to hurt end in an error, on a thread with the stack that the launcher gives.
class HostileInputTest {
  private static final int STACK_BYTES = 512 << 10;
  private static final int MANY = 1_000_000;

  @Test
  void endsInAnErrorWithoutOverflowingTheStack() throws InterruptedException {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("a = " + "(".repeat(MANY), "nested deeper than the limit");
    expected.put("a = " + "[".repeat(MANY), "nested deeper than the limit");
    expected.put("a = " + "{b=".repeat(MANY), "nested deeper than the limit");
    expected.put("a = " + "-".repeat(MANY) + "1", "nested deeper than the limit");
    expected.put("a = " + "f(".repeat(MANY), "nested deeper than the limit");
    expected.put("a = " + "2^".repeat(MANY) + "1", "nested deeper than the limit");
    expected.put("a {\n".repeat(MANY), "nested deeper than the limit");
    expected.put("a = " + "b {\n".repeat(MANY), "nested deeper than the limit");
    expected.put("a = 1" + "+1".repeat(MANY), "more than the limit of 500 levels");
    expected.put("a = b" + ".c".repeat(MANY), "more than the limit of 500 levels");
    expected.put("a = b" + "[0]".repeat(MANY), "more than the limit of 500 levels");
    expected.put("a = [" + "1,".repeat(MANY) + "]", "more than the limit of 500000 expressions");
    expected.put("?\n".repeat(MANY), "illegal character U+003F");
    expected.put("x".repeat(Limits.FILE_BYTES + 1), "larger than the limit of 16 MiB");
    onSmallStack(() ->
        expected.forEach((source, message) ->
            assertThat(RiverParser.parse("f", source).diagnostics())
                .as(source.substring(0, 10))
                .anySatisfy(d -> assertThat(d.message()).contains(message))));
  }

  @Test
  void walksTheDeepestTreesThatAreAllowed() throws InterruptedException {
    List<String> sources = new ArrayList<>();
    sources.add("a = " + "(".repeat(180) + "1" + ")".repeat(180));
    sources.add("a = " + "[".repeat(180) + "]".repeat(180));
    sources.add("a = " + "-".repeat(180) + "1");
    sources.add("a = 1" + "+1".repeat(480));
    sources.add("a = " + "(1+".repeat(180) + "1" + ")".repeat(180));
    sources.add("b {\n".repeat(180) + "}\n".repeat(180));
    onSmallStack(() -> {
      for (String source : sources) {
        RiverFile file = RiverParser.parse("f", source).sound().orElseThrow();
        assertThat(RiverPrinter.format(file)).isNotEmpty();
        References.of(file.body());
        if (file.body().getFirst() instanceof Attribute(_, var value)) {
          evaluate(value);
        }
      }
    });
  }

  private static void evaluate(Expression expression) {
    try {
      assertThat(Evaluation.evaluate(expression, Scope.EMPTY)).isNotNull();
    } catch (EvaluationException e) {
      assertThat(e.diagnostic().message()).contains("should be");
    }
  }

  private static void onSmallStack(Runnable task) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(null, task, "small-stack", STACK_BYTES);
    thread.setUncaughtExceptionHandler((_, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void keepsTheFirstErrorsAndCountsTheRest() {
    byte[] source = "? \n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    var diagnostics = RiverParser.parse("f", source).diagnostics();
    assertThat(diagnostics).hasSize(201);
    assertThat(diagnostics.getLast().message()).endsWith("more diagnostics are not shown");
  }
}
