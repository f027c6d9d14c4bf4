package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The log against a plain list, on a disk that fails and loses its power.
class WalCrashTest {
  private static final WalSettings SETTINGS =
      WalSettings.of(Path.of("/data")).withSegments(6_000, Duration.ofHours(2));

  /// One run of a log: what was appended, how much of that is durable, what a reader got and lost.
  private static final class Run {
    final long seed;
    final SplittableRandom random;
    final SimulatedDisk disk;
    final ManualClock clock = new ManualClock(1_700_000_000_000L);
    final Layouts layouts = new Layouts();
    final Fleet fleet;
    final List<Seen> appended = new ArrayList<>();
    int durable;
    long lost;

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.disk = new SimulatedDisk(random.split());
      this.fleet = new Fleet(seed, layouts, 3);
    }

    Wal open() {
      return Wal.openStepped(
          SETTINGS, disk, clock, layouts, new WalMetrics(new PrometheusRegistry()));
    }

    void append(Wal wal, int count) {
      for (int i = 0; i < count; i++) {
        var column = fleet.next();
        appended.add(Seen.of(column));
        wal.append(column);
        if (random.nextInt(3) == 0) {
          clock.advance(Duration.ofMillis(random.nextInt(1, 400)));
          wal.step();
        }
        if (wal.statistics().memoryBytes() == 0) {
          durable = appended.size();
        }
      }
    }

    void settleInMemory(Wal wal) {
      for (int i = 0; i < 5; i++) {
        clock.advance(Duration.ofSeconds(1));
        wal.step();
      }
    }

    void settle(Wal wal) {
      for (int i = 0; i < 5; i++) {
        clock.advance(Duration.ofSeconds(40));
        wal.step();
      }
      assertThat(wal.statistics().memoryBytes()).as("seed %d", seed).isZero();
      durable = appended.size();
    }

    /// Reads everything from `from` on and checks that each sample is accounted for.
    List<Seen> read(Wal wal, String name, WalPosition from) {
      lost = 0;
      wal.registerConsumer(name, ConsumerBudget.UNLIMITED, from, (_, samples) -> lost += samples);
      var seen = new ArrayList<Seen>();
      try (var reader = wal.openReader(name, from)) {
        while (reader.next()) {
          seen.add(Seen.of(reader));
        }
      }
      long samples = seen.stream().mapToLong(Seen::samples).sum();
      assertThat(samples + lost)
          .as("seed %d: samples read and lost", seed)
          .isEqualTo(wal.end().samples() - from.samples());
      return seen;
    }

    /// What a crash left must begin with everything durable and go on with some of the rest.
    void checkLeft(List<Seen> left) {
      assertThat(left.size()).as("seed %d: scrapes left", seed).isGreaterThanOrEqualTo(durable);
      Seen.assertSame(
          left.subList(0, durable), appended.subList(0, durable), "seed " + seed + ": durable");
      int next = durable;
      for (Seen seen : left.subList(durable, left.size())) {
        while (next < appended.size() && !appended.get(next).equals(seen)) {
          next++;
        }
        assertThat(next)
            .as("seed %d: %s was never appended", seed, seen)
            .isLessThan(appended.size());
        next++;
      }
      appended.clear();
      appended.addAll(left);
    }
  }

  @Test
  void losesNothingForcedWhenThePowerGoesAtAnyOperation() {
    for (int operation = 0; operation < 400; operation++) {
      var run = new Run(operation);
      var wal = run.open();
      run.disk.failAfter(operation / 4);
      run.append(wal, 40);
      run.disk.crash();
      wal = run.open();
      run.checkLeft(run.read(wal, "a", wal.oldest()));
      long lostInCrash = run.lost;
      run.append(wal, 20);
      run.settle(wal);
      Seen.assertSame(run.read(wal, "b", wal.oldest()), run.appended, "seed " + operation);
      assertThat(run.lost).isEqualTo(lostInCrash);
      wal.close();
    }
  }

  @Test
  void survivesAnyNumberOfCrashesWhileItIsRead() {
    for (long seed = 0; seed < 150; seed++) {
      var run = new Run(seed);
      for (int life = 0; life < 4; life++) {
        var wal = run.open();
        run.checkLeft(run.read(wal, "all", wal.oldest()));
        run.append(wal, run.random.nextInt(60));
        if (run.random.nextBoolean()) {
          run.disk.failForces(true);
          run.append(wal, run.random.nextInt(30));
          run.disk.failForces(false);
        }
        run.append(wal, run.random.nextInt(30));
        if (run.random.nextInt(3) == 0) {
          wal.close();
          run.durable = run.appended.size();
        } else if (run.random.nextInt(3) == 0) {
          run.disk.kill();
        } else {
          run.disk.crash();
        }
      }
    }
  }

  @Test
  void goesOnInMemoryAndReturnsToTheDisk() {
    for (long seed = 0; seed < 100; seed++) {
      var run = new Run(seed);
      var wal = run.open();
      run.append(wal, 30);
      switch ((int) (seed % 4)) {
        case 0 -> run.disk.capacity(run.disk.usedBytes() + run.random.nextInt(3_000));
        case 1 -> run.disk.failForces(true);
        case 2 -> run.disk.readOnly(true);
        default -> run.disk.failAfter(run.random.nextInt(5));
      }
      run.append(wal, 100);
      run.settleInMemory(wal);
      assertThat(wal.statistics().isMemoryOnly()).as("seed %d", seed).isTrue();
      Seen.assertSame(run.read(wal, "a", wal.oldest()), run.appended, "in memory, seed " + seed);
      run.disk.heal();
      run.settle(wal);
      assertThat(wal.statistics().isMemoryOnly()).isFalse();
      Seen.assertSame(run.read(wal, "b", wal.oldest()), run.appended, "healed, seed " + seed);
      run.append(wal, 30);
      run.settle(wal);
      run.disk.crash();
      wal = run.open();
      Seen.assertSame(run.read(wal, "c", wal.oldest()), run.appended, "crashed, seed " + seed);
      assertThat(run.lost).isZero();
      assertThat(run.disk.files())
          .as("files without content")
          .allMatch(file -> file.endsWith("lock") || run.disk.content(file).length > 0);
    }
  }
}
