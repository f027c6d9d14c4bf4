package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.value.Value;
import io.tributary.runtime.api.StatementJson;
import io.tributary.runtime.api.StatementJson.AttrJson;
import io.tributary.runtime.api.ValueJson.NumberJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Components that show something new from threads of their own, while configurations are loaded.
@Timeout(120)
class ConsistencyTest {
  private static final int SIZE = 20;

  @TempDir Path directory;

  @Test
  void whoeverRefersToSomethingHasWhatItShowedLast() throws InterruptedException {
    for (long seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      try (var bench = new Bench(directory.resolve("s" + seed))) {
        List<List<Integer>> needed = random(random);
        bench.load(text(needed));
        List<Thread> threads = publishers(bench, seed);
        for (int i = 0; i < 20; i++) {
          needed = random(random);
          bench.load(text(needed));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        bench.runtime.awaitIdle();
        check(bench, needed, seed);
      }
    }
  }

  /// For each component those of a lower number that it refers to.
  private static List<List<Integer>> random(Random random) {
    var all = new ArrayList<List<Integer>>();
    for (int i = 0; i < SIZE; i++) {
      var needed = new ArrayList<Integer>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(5) == 0) {
          needed.add(j);
        }
      }
      all.add(needed);
    }
    return all;
  }

  private static String text(List<List<Integer>> needed) {
    var text = new StringBuilder();
    for (int i = 0; i < SIZE; i++) {
      text.append("test.value \"c").append(i).append("\" { input = ").append(i);
      needed.get(i).forEach(j -> text.append(" + test.value.c").append(j).append(".output"));
      text.append(" }\n");
    }
    return text.toString();
  }

  private static List<Thread> publishers(Bench bench, long seed) {
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 3; t++) {
      var random = new Random(seed * 100 + t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  bench
                      .lab
                      .probe("test.value.c" + random.nextInt(SIZE))
                      .show(Value.of(random.nextInt(1000)));
                }
              }));
    }
    return threads;
  }

  private static void check(Bench bench, List<List<Integer>> needed, long seed) {
    for (int i = 0; i < SIZE; i++) {
      double expected = i;
      for (int j : needed.get(i)) {
        expected += number(bench.component("test.value.c" + j).exports());
      }
      assertThat(number(bench.component("test.value.c" + i).arguments()))
          .as("seed %d, component %d", seed, i)
          .isEqualTo(expected);
    }
  }

  private static double number(List<StatementJson> body) {
    if (body.getFirst() instanceof AttrJson(_, NumberJson(var value))) {
      return value;
    }
    throw new AssertionError("no number in " + body);
  }
}
