package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.base.time.StallWatch;
import io.tributary.e2e.cluster.Happening.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// When the process of the run itself stood still, and with it the targets and the receiver: as a
/// rule because the whole machine did.
final class Stalls implements AutoCloseable {
  /// What is shorter makes scrapes late, and no more.
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final Clock clock = Clock.system();
  private final List<Happening> happenings = new CopyOnWriteArrayList<>();
  private final StallWatch watch = new StallWatch(clock, this::looked);

  private void looked(long stalledNanos) {
    if (stalledNanos >= SHORTEST.toNanos()) {
      long untilMs = clock.wallMs();
      happenings.add(new Happening(Kind.STALL, "", untilMs - stalledNanos / 1_000_000, untilMs));
    }
  }

  List<Happening> happenings() {
    return List.copyOf(happenings);
  }

  @Override
  public void close() {
    watch.close();
  }
}
