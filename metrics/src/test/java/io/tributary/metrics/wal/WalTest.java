package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WalTest {
  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final Layouts layouts = new Layouts();
  private final Fleet fleet = new Fleet(7, layouts, 5);
  private final List<Seen> appended = new ArrayList<>();
  private final AtomicLong lost = new AtomicLong();
  private WalSettings settings =
      WalSettings.of(Path.of("/data")).withSegments(20_000, Duration.ofHours(2));

  private Wal open() {
    return Wal.openStepped(
        settings, disk, clock, layouts, new WalMetrics(new PrometheusRegistry()));
  }

  private void append(Wal wal, int count) {
    for (int i = 0; i < count; i++) {
      var column = fleet.next();
      appended.add(Seen.of(column));
      wal.append(column);
    }
  }

  private void pass(Wal wal, Duration time) {
    clock.advance(time);
    wal.step();
  }

  private WalReader reader(Wal wal, String name, WalPosition from) {
    wal.registerConsumer(
        name, ConsumerBudget.UNLIMITED, from, (_, samples) -> lost.addAndGet(samples));
    return wal.openReader(name, from);
  }

  private static List<Seen> readAll(WalReader reader) {
    var seen = new ArrayList<Seen>();
    while (reader.next()) {
      seen.add(Seen.of(reader));
    }
    return seen;
  }

  @Test
  void givesBackWhatWasAppendedFromMemoryAndFromDisk() {
    try (var wal = open()) {
      var fromMemory = reader(wal, "memory", wal.oldest());
      append(wal, 1_000);
      Seen.assertSame(readAll(fromMemory), appended, "read");
      pass(wal, Duration.ofSeconds(1));
      assertThat(wal.statistics().memoryBytes()).isZero();
      Seen.assertSame(readAll(reader(wal, "disk", wal.oldest())), appended, "read");
      assertThat(wal.statistics().segments()).isGreaterThan(3);
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  void goesOnAtTheCursorAfterARestart() throws Exception {
    var rest = new ArrayList<Seen>();
    try (var wal = open()) {
      var reader = reader(wal, "a", wal.oldest());
      append(wal, 500);
      for (int i = 0; i < 300; i++) {
        assertThat(reader.next()).isTrue();
      }
      wal.cursor("a").store(reader.position(), new byte[] {1, 2});
      rest.addAll(appended.subList(300, 500));
    }
    try (var wal = open()) {
      var cursor = wal.cursor("a").load().orElseThrow();
      assertThat(cursor.extra()).containsExactly(1, 2);
      long queued = wal.end().samples() - cursor.position().samples();
      assertThat(queued).isEqualTo(rest.stream().mapToLong(Seen::samples).sum());
      var reader = reader(wal, "a", cursor.position());
      Seen.assertSame(readAll(reader), rest, "read");
      append(wal, 10);
      Seen.assertSame(readAll(reader), appended.subList(500, 510), "read");
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  void resumesAtAnyRecordOfALongSegment() {
    settings = WalSettings.of(Path.of("/data"));
    try (var wal = open()) {
      append(wal, 1_500);
      var places = new ArrayList<WalPosition>(List.of(wal.oldest()));
      var all = reader(wal, "all", wal.oldest());
      while (all.next()) {
        places.add(all.position());
      }
      for (int i = 0; i < places.size(); i += 97) {
        var rest = readAll(reader(wal, "from " + i, places.get(i)));
        Seen.assertSame(rest, appended.subList(i, appended.size()), "from " + i);
      }
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  void deletesASegmentOnceEveryConsumerHasPassedIt() {
    try (var wal = open()) {
      var a = reader(wal, "a", wal.oldest());
      var b = reader(wal, "b", wal.oldest());
      append(wal, 500);
      pass(wal, Duration.ofSeconds(2));
      readAll(a);
      wal.acknowledge("a", a.position());
      pass(wal, Duration.ofSeconds(2));
      long all = wal.statistics().segments();
      assertThat(all).isGreaterThan(2);
      Seen.assertSame(readAll(b), appended, "read");
      wal.acknowledge("b", b.position());
      pass(wal, Duration.ofSeconds(2));
      assertThat(wal.statistics().segments()).isEqualTo(1);
      assertThat(disk.files().stream().filter(f -> f.toString().contains("segments")))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void forcesWhatACursorNotedBeforeItDeletesASegment() throws Exception {
    try (var wal = open()) {
      var reader = reader(wal, "a", wal.oldest());
      append(wal, 500);
      pass(wal, Duration.ofSeconds(2));
      readAll(reader);
      wal.cursor("a").note(reader.position(), new byte[] {7});
      disk.failForces(true);
      pass(wal, Duration.ofSeconds(2));
      assertThat(wal.statistics().segments()).isGreaterThan(2);
      disk.heal();
      pass(wal, Duration.ofSeconds(40));
      assertThat(wal.statistics().segments()).isLessThanOrEqualTo(2);
      disk.crash();
    }
    try (var wal = open()) {
      var cursor = wal.cursor("a").load().orElseThrow();
      assertThat(cursor.extra()).containsExactly(7);
      assertThat(readAll(reader(wal, "a", cursor.position()))).isEmpty();
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  @Timeout(30)
  void writesOnWhileAForceHangs() throws Exception {
    var system = Clock.system();
    var metrics = new WalMetrics(new PrometheusRegistry());
    try (var wal = Wal.open(settings, disk, system, layouts, metrics)) {
      append(wal, 10);
      disk.stallForces();
      append(wal, 10);
      disk.awaitStalled();
      append(wal, 10);
      while (wal.figures().writtenBytes < wal.end().offset()) {
        system.parkUntil(system.nanos() + 1_000_000);
      }
      assertThat(wal.statistics().memoryBytes()).as("kept until it is forced").isPositive();
      disk.heal();
    }
    try (var wal = open()) {
      Seen.assertSame(readAll(reader(wal, "disk", wal.oldest())), appended, "read");
      assertThat(lost).hasValue(0);
    }
  }

  @Test
  void makesRoomOnAFullDiskByDeletingWhatWasDelivered() throws Exception {
    for (int room = 15_000; room < 90_000; room += 1_733) {
      var full = new SimulatedDisk(new SplittableRandom(room));
      var metrics = new WalMetrics(new PrometheusRegistry());
      try (var wal = Wal.openStepped(settings, full, clock, layouts, metrics)) {
        var reader = reader(wal, "a", wal.oldest());
        wal.cursor("a").store(wal.oldest(), new byte[0]);
        full.capacity(full.usedBytes() + room);
        appended.clear();
        while (!wal.statistics().isMemoryOnly()) {
          append(wal, 10);
          pass(wal, Duration.ofMillis(200));
        }
        append(wal, 10);
        Seen.assertSame(readAll(reader), appended, "room for " + room);
        wal.cursor("a").note(reader.position(), new byte[0]);
        append(wal, 1);
        pass(wal, Duration.ofSeconds(2));
        pass(wal, Duration.ofSeconds(1));
        assertThat(wal.statistics().isMemoryOnly()).as("room for %d", room).isFalse();
        assertThat(lost).hasValue(0);
      }
    }
  }

  /// Targets come and go for hours, under other names each time.
  @Test
  void holdsEightBytesForEachLivingSeriesAndForgetsTheDead() {
    try (var wal = open()) {
      var reader = reader(wal, "a", wal.oldest());
      for (int i = 0; i < 4_000; i++) {
        append(wal, 1);
        pass(wal, Duration.ofSeconds(3));
        readAll(reader);
        if (i % 500 == 499) {
          var statistics = wal.statistics();
          long columns = 8 * statistics.activeSeries();
          assertThat(columns).isBetween(100L, 80_000L);
          assertThat(statistics.writerBytes()).isBetween(columns, columns + (2 << 20));
          var held = statistics.consumers().getFirst().readerBytes();
          assertThat(held).isBetween(128L << 10, columns + (1 << 20));
        }
      }
    }
  }

  @Test
  void startsAnewWhenItsDirectoryIsRemovedUnderIt(@TempDir Path directory) throws Exception {
    settings = WalSettings.of(directory.resolve("data"));
    var metrics = new WalMetrics(new PrometheusRegistry());
    try (var wal = Wal.openStepped(settings, Disk.real(), clock, layouts, metrics)) {
      var reader = reader(wal, "a", wal.oldest());
      append(wal, 100);
      pass(wal, Duration.ofSeconds(2));
      Seen.assertSame(readAll(reader), appended, "before");
      removeAll(settings.directory());
      append(wal, 100);
      for (int i = 0; i < 5; i++) {
        pass(wal, Duration.ofSeconds(40));
        append(wal, 1);
      }
      pass(wal, Duration.ofSeconds(2));
      assertThat(wal.statistics().isMemoryOnly()).isFalse();
      Seen.assertSame(readAll(reader), appended.subList(100, 205), "after");
      wal.cursor("a").store(reader.position(), new byte[0]);
    }
    assertThat(settings.directory().resolve("segments")).isDirectory();
  }

  private static void removeAll(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void refusesADirectoryThatAnotherProcessHas() {
    try (var wal = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("/data");
      assertThat(wal.end()).isNotNull();
    }
    open().close();
  }

  @Test
  void writesByItselfOnARealDisk(@TempDir Path directory) {
    settings = WalSettings.of(directory.resolve("data"));
    var metrics = new WalMetrics(new PrometheusRegistry());
    try (var wal = Wal.open(settings, Disk.real(), Clock.system(), layouts, metrics)) {
      var reader = reader(wal, "a", wal.oldest());
      append(wal, 200);
      long deadline = System.nanoTime() + 10_000_000_000L;
      assertThat(reader.awaitSamples(wal.end().samples(), deadline)).isTrue();
      Seen.assertSame(readAll(reader), appended, "read");
      assertThat(reader.awaitMore(System.nanoTime() + 1_000_000)).isFalse();
    }
    try (var wal = Wal.open(settings, Disk.real(), Clock.system(), layouts, metrics)) {
      Seen.assertSame(readAll(reader(wal, "a", wal.oldest())), appended, "read");
    }
  }
}
