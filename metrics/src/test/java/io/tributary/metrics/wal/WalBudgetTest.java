package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Budgets bite at the oldest end, are counted to the sample, and hit nobody else.
class WalBudgetTest {
  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(3));
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final Layouts layouts = new Layouts();
  private final Fleet fleet = new Fleet(11, layouts, 4);
  private final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
  private long appendedSamples;

  private Wal open(WalSettings settings) {
    return Wal.openStepped(
        settings, disk, clock, layouts, new WalMetrics(new PrometheusRegistry()));
  }

  private static WalSettings settings() {
    return WalSettings.of(Path.of("/data"));
  }

  private void append(Wal wal, int count) {
    for (int i = 0; i < count; i++) {
      var column = fleet.next();
      appendedSamples += column.sampleCount();
      wal.append(column);
      clock.advance(Duration.ofMillis(200));
      wal.step();
    }
  }

  private void register(Wal wal, String name, ConsumerBudget budget) {
    wal.registerConsumer(
        name, budget, wal.oldest(), (reason, n) -> lost.merge(reason, n, Long::sum));
  }

  private static long readAll(WalReader reader) {
    long samples = 0;
    while (reader.next()) {
      samples += reader.sampleCount();
    }
    return samples;
  }

  @Test
  void givesUpTheOldestSegmentsOverABudgetOfBytes() {
    var wal = open(settings());
    register(wal, "slow", new ConsumerBudget(1 << 20, Duration.ZERO));
    register(wal, "steady", ConsumerBudget.UNLIMITED);
    var slow = wal.openReader("slow", wal.oldest());
    var steady = wal.openReader("steady", wal.oldest());
    for (int i = 0; i < 10; i++) {
      append(wal, 1);
      assertThat(slow.next()).isTrue();
    }
    append(wal, 9_000);
    assertThat(lost.keySet()).containsExactly(LossReason.BUDGET_BYTES);
    long handedOut = slow.position().samples();
    assertThat(handedOut + lost.getOrDefault(LossReason.BUDGET_BYTES, 0L) + readAll(slow))
        .isEqualTo(appendedSamples);
    assertThat(readAll(steady)).isEqualTo(appendedSamples);
    wal.acknowledge("steady", steady.position());
    append(wal, 20);
    assertThat(wal.statistics().bytes()).isLessThan(1 << 20);
  }

  @Test
  void givesUpWhatIsOlderThanABudgetOfAgeWhateverTheWallClockSays() {
    var wal = open(settings());
    register(wal, "a", new ConsumerBudget(Long.MAX_VALUE, Duration.ofMinutes(10)));
    clock.stepWall(Duration.ofDays(10_000));
    append(wal, 1_000);
    assertThat(lost).isEmpty();
    clock.stepWall(Duration.ofDays(-10_000));
    append(wal, 4_000);
    assertThat(lost.keySet()).containsExactly(LossReason.BUDGET_AGE);
    var reader = wal.openReader("a", wal.oldest());
    assertThat(lost.getOrDefault(LossReason.BUDGET_AGE, 0L) + readAll(reader))
        .isEqualTo(appendedSamples);
  }

  @Test
  void boundsMemoryWhileTheDiskCannotBeWritten() {
    var wal = open(settings().withLimits(200_000, 1 << 20));
    register(wal, "a", ConsumerBudget.UNLIMITED);
    var reader = wal.openReader("a", wal.oldest());
    append(wal, 100);
    long read = readAll(reader);
    disk.readOnly(true);
    for (int i = 0; i < 30; i++) {
      append(wal, 100);
      assertThat(wal.statistics().memoryBytes()).isLessThan(220_000);
    }
    disk.heal();
    clock.advance(Duration.ofMinutes(1));
    append(wal, 10);
    assertThat(wal.statistics().isMemoryOnly()).isFalse();
    read += readAll(reader);
    assertThat(lost.keySet()).containsExactly(LossReason.MEMORY_LIMIT);
    assertThat(read + lost.getOrDefault(LossReason.MEMORY_LIMIT, 0L)).isEqualTo(appendedSamples);
    assertThat(wal.statistics().dropped())
        .containsEntry(LossReason.MEMORY_LIMIT, lost.getOrDefault(LossReason.MEMORY_LIMIT, 0L));
  }

  @Test
  void boundsMemoryWhileAWriteHangs() throws Exception {
    var wal = open(settings().withLimits(400_000, 1 << 20));
    register(wal, "a", ConsumerBudget.UNLIMITED);
    var reader = wal.openReader("a", wal.oldest());
    append(wal, 100);
    disk.stall();
    appendOnly(wal, 50);
    clock.advance(Duration.ofSeconds(1));
    var writer = Thread.ofPlatform().start(wal::step);
    disk.awaitStalled();
    for (int i = 0; i < 40; i++) {
      appendOnly(wal, 100);
      assertThat(wal.statistics().memoryBytes()).isLessThan(420_000);
    }
    disk.heal();
    writer.join();
    append(wal, 10);
    long read = readAll(reader);
    assertThat(lost.keySet()).containsExactly(LossReason.MEMORY_LIMIT);
    assertThat(read + lost.getOrDefault(LossReason.MEMORY_LIMIT, 0L)).isEqualTo(appendedSamples);
    wal.close();
    wal = open(settings());
    register(wal, "b", ConsumerBudget.UNLIMITED);
    assertThat(readAll(wal.openReader("b", wal.oldest()))).isEqualTo(read);
  }

  private void appendOnly(Wal wal, int count) {
    for (int i = 0; i < count; i++) {
      var column = fleet.next();
      appendedSamples += column.sampleCount();
      wal.append(column);
    }
  }

  @Test
  void keepsABoundedLogWhileNobodyWantsIt() {
    var wal = open(settings().withLimits(1 << 20, 600_000));
    append(wal, 8_000);
    assertThat(wal.statistics().bytes()).isLessThan(700_000);
    assertThat(wal.statistics().dropped()).containsKey(LossReason.UNCLAIMED);
  }

  @Test
  void keepsTheLogOfAConsumerThatHasNotComeBackYet() throws Exception {
    var wal = open(settings().withSegments(20_000, Duration.ofHours(1)));
    append(wal, 500);
    wal.cursor("late").store(wal.oldest(), new byte[0]);
    wal.close();
    // More than is kept for nobody, which is what it would get if its budget were guessed.
    wal = open(settings().withSegments(20_000, Duration.ofHours(1)).withLimits(1 << 20, 50_000));
    assertThat(wal.statistics().bytes()).isGreaterThan(100_000);
    wal.registerConsumer("early", ConsumerBudget.UNLIMITED, wal.end(), LossListener.NONE);
    append(wal, 10);
    register(wal, "late", ConsumerBudget.UNLIMITED);
    assertThat(readAll(wal.openReader("late", WalPosition.BEGINNING))).isEqualTo(appendedSamples);
    assertThat(lost).isEmpty();
  }
}
