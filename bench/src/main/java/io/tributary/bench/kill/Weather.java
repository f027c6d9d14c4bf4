package io.tributary.bench.kill;

import io.tributary.bench.process.Child;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// How the receiver behaves while one agent's life lasts.
enum Weather {
  UP,
  DOWN,
  HANGING,
  FLAPPING;

  /// The order in which lives get theirs.
  static final List<Weather> CYCLE = List.of(UP, DOWN, HANGING, FLAPPING);

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  void begin(Child receiver) {
    receiver.ask(
        switch (this) {
          case UP, FLAPPING -> "mode up";
          case DOWN -> "mode down";
          case HANGING -> "mode hang";
        });
  }

  /// Lets `life` pass.
  void pass(Duration life, Child receiver, SplittableRandom random) throws InterruptedException {
    if (this != FLAPPING) {
      Thread.sleep(life);
      return;
    }
    long end = System.nanoTime() + life.toNanos();
    for (boolean up = false; System.nanoTime() < end; up = !up) {
      receiver.ask(up ? "mode up" : "mode down");
      long slice = Duration.ofMillis(50 + random.nextInt(500)).toNanos();
      Thread.sleep(Duration.ofNanos(Math.max(0, Math.min(slice, end - System.nanoTime()))));
    }
  }
}
