package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapKeeperTest {
  private static final long MB = 1 << 20;

  private final ManualClock clock = new ManualClock(0);
  private final Heap heap = new Heap();
  private final AtomicLong letGo = new AtomicLong();
  private final HeapKeeper keeper = new HeapKeeper(heap, letGo::get, clock);

  /// A heap that keeps `live` bytes at each collection, which takes `pause`.
  private final class Heap implements HeapKeeper.OldGeneration {
    private long used;
    private long kept;
    private long live;
    private Duration pause = Duration.ofMillis(20);
    private int collections;

    @Override
    public long usedBytes() {
      return used;
    }

    @Override
    public long keptBytes() {
      return kept;
    }

    @Override
    public void collect() {
      collections++;
      used = live;
      kept = live;
      clock.advance(pause);
    }
  }

  @Test
  void leavesALittleGarbageAlone() {
    heap.live = 4 * MB;
    heap.used = heap.live + HeapKeeper.LEAST_GARBAGE_BYTES;
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    heap.used = heap.live + HeapKeeper.LEAST_GARBAGE_BYTES - 1;
    clock.advance(Duration.ofMinutes(1));
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);
  }

  @Test
  void allowsMoreGarbageWhereMoreIsInUse() {
    heap.live = 90 * MB;
    heap.used = heap.live;
    keeper.check();
    clock.advance(Duration.ofMinutes(1));
    heap.used = heap.live + 29 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    heap.used = heap.live + 30 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void spendsNoMoreThanItsShareOfTheTime() {
    heap.pause = Duration.ofMillis(250);
    heap.live = 100 * MB;
    heap.used = 200 * MB;
    keeper.check();
    heap.used = 200 * MB;
    clock.advance(Duration.ofSeconds(24));
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    keeper.check();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void waitsLessTheMoreGarbageThereIs() {
    heap.pause = Duration.ofMillis(250);
    heap.live = 20 * MB;
    heap.used = 40 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    heap.used = heap.live + 100 * MB;
    clock.advance(Duration.ofSeconds(4));
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    keeper.check();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void collectsWhatWasLetGoOfWithoutWaiting() {
    heap.pause = Duration.ofMillis(250);
    heap.live = 100 * MB;
    heap.used = 200 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    letGo.addAndGet(49 * MB);
    clock.advance(Duration.ofSeconds(1));
    keeper.check();
    assertThat(heap.collections).isEqualTo(1);

    letGo.addAndGet(MB);
    heap.live = 60 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(2);

    letGo.addAndGet(8 * MB);
    keeper.check();
    assertThat(heap.collections).isEqualTo(2);
    heap.live = 50 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(3);

    heap.used = 50 * MB + 10 * MB;
    letGo.addAndGet(5 * MB);
    clock.advance(Duration.ofMinutes(1));
    keeper.check();
    assertThat(heap.collections).isEqualTo(3);
    heap.used += 2 * MB;
    keeper.check();
    assertThat(heap.collections).isEqualTo(4);
  }

  @Test
  void collectsThisProcessWhereItsCollectorIsSerial() {
    var started = HeapKeeper.start(letGo::get, clock);
    started.ifPresent(HeapKeeper::close);
    boolean serial =
        java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
            .anyMatch(collector -> collector.getName().equals("MarkSweepCompact"));
    assertThat(started.isPresent()).isEqualTo(serial);
  }
}
