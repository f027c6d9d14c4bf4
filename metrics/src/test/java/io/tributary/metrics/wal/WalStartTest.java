package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A start costs little, whatever is waiting, and never confuses one log with another.
class WalStartTest {
  private static final Path SEGMENTS = Path.of("/data/segments");

  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(4));
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final Layouts layouts = new Layouts();
  private WalSettings settings =
      WalSettings.of(Path.of("/data")).withSegments(20_000, Duration.ofHours(2));

  private Wal open(SimulatedDisk from) {
    return Wal.openStepped(
        settings, from, clock, layouts, new WalMetrics(new PrometheusRegistry()));
  }

  private List<Seen> append(Wal wal, Fleet fleet, int count) {
    var appended = new ArrayList<Seen>();
    for (int i = 0; i < count; i++) {
      var column = fleet.next();
      appended.add(Seen.of(column));
      wal.append(column);
      if (i % 50 == 0) {
        clock.advance(Duration.ofSeconds(1));
        wal.step();
      }
    }
    clock.advance(Duration.ofSeconds(40));
    wal.step();
    return appended;
  }

  private static List<Seen> readAll(Wal wal) {
    var from = wal.oldest();
    wal.registerConsumer("all", ConsumerBudget.UNLIMITED, from, LossListener.NONE);
    var seen = new ArrayList<Seen>();
    try (var reader = wal.openReader("all", from)) {
      while (reader.next()) {
        seen.add(Seen.of(reader));
      }
    }
    return seen;
  }

  private List<String> segmentFiles(String suffix) throws Exception {
    return disk.list(SEGMENTS).stream().filter(name -> name.endsWith(suffix)).toList();
  }

  @Test
  void aPathThroughAFileIsAnErrorAndNoReasonToKeepAllInMemory() throws Exception {
    disk.createDirectories(Path.of("/data"));
    disk.create(Path.of("/data/note")).close();
    for (String path : List.of("/data/note", "/data/note/log")) {
      settings = WalSettings.of(Path.of(path));
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> open(disk))
          .withMessage(
              "opening storage failed: mkdir %s: /data/note is a file and not a directory", path);
    }
  }

  @Test
  void readsNoMoreThanTheEndOfTheNewestSegment() {
    settings = WalSettings.of(Path.of("/data"));
    var fleet = new Fleet(8, layouts, 4);
    WalPosition end;
    try (var wal = open(disk)) {
      append(wal, fleet, 24_000);
      end = wal.end();
    }
    assertThat(end.offset()).isGreaterThan(3 << 20);
    long before = disk.readBytes();
    try (var wal = open(disk)) {
      assertThat(disk.readBytes() - before).isLessThan(2 << 20);
      assertThat(wal.statistics().end().samples()).isEqualTo(end.samples());
      assertThat(wal.statistics().end().sequence()).isEqualTo(end.sequence());
    }
  }

  @Test
  void findsTheLastIntactRecordHoweverFarBackItIs() throws Exception {
    settings = WalSettings.of(Path.of("/data"));
    var fleet = new Fleet(9, layouts, 4);
    List<Seen> appended;
    try (var wal = open(disk)) {
      appended = append(wal, fleet, 20_000);
    }
    var file = SEGMENTS.resolve(segmentFiles(".wal").getFirst());
    byte[] bytes = disk.content(file);
    int damagedFrom = bytes.length - (5 << 19);
    Arrays.fill(bytes, damagedFrom, bytes.length, (byte) 0);
    disk.overwrite(file, bytes);
    try (var wal = open(disk)) {
      assertThat(wal.end().segment()).isEqualTo(2);
      var left = readAll(wal);
      assertThat(left).hasSizeBetween(1_000, appended.size() - 1_000);
      Seen.assertSame(left, appended.subList(0, left.size()), "left");
      assertThat(left.stream().mapToLong(Seen::samples).sum()).isEqualTo(wal.end().samples());
    }
  }

  @Test
  void triesAgainWhenItsDirectoryCannotBeListedAtOnce() {
    var fleet = new Fleet(10, layouts, 3);
    List<Seen> appended;
    try (var wal = open(disk)) {
      appended = append(wal, fleet, 300);
    }
    disk.failLists(5);
    try (var wal = open(disk)) {
      Seen.assertSame(readAll(wal), appended, "read");
      assertThat(wal.damagedFiles()).isZero();
    }
  }

  @Test
  void numbersNoSegmentTwiceWhenItsDirectoryCouldNotBeListed() throws Exception {
    var fleet = new Fleet(11, layouts, 3);
    try (var wal = open(disk)) {
      append(wal, fleet, 300);
    }
    var before = segmentFiles(".wal");
    assertThat(before).hasSizeGreaterThan(2);
    disk.failLists(Integer.MAX_VALUE);
    List<Seen> appended;
    try (var wal = open(disk)) {
      appended = append(wal, fleet, 200);
      assertThat(wal.statistics().isMemoryOnly()).isTrue();
      disk.heal();
      appended.addAll(append(wal, fleet, 200));
      assertThat(wal.statistics().isMemoryOnly()).isFalse();
      assertThat(segmentFiles(".unread")).hasSameSizeAs(before);
      assertThat(wal.damagedFiles()).isEqualTo(before.size());
      Seen.assertSame(readAll(wal), appended, "read");
    }
    try (var wal = open(disk)) {
      Seen.assertSame(readAll(wal), appended, "read after a restart");
    }
  }

  @Test
  void setsTheSegmentsAsideOfAVolumeThatIsMountedOverItsDirectory() throws Exception {
    var other = new SimulatedDisk(new SplittableRandom(5));
    try (var wal = open(other)) {
      append(wal, new Fleet(12, layouts, 3), 500);
    }
    var fleet = new Fleet(13, layouts, 3);
    List<Seen> appended;
    try (var wal = open(disk)) {
      var early = append(wal, fleet, 100);
      Seen.assertSame(readAll(wal), early, "before");
      disk.removeAll();
      disk.createDirectories(SEGMENTS);
      for (Path file : other.files()) {
        disk.overwrite(file, other.content(file));
      }
      // What comes before the loss is noticed belongs to a segment whose beginning is gone.
      append(wal, fleet, 1);
      appended = append(wal, fleet, 300);
      assertThat(wal.statistics().isMemoryOnly()).isFalse();
    }
    assertThat(segmentFiles(".unread")).isNotEmpty();
    try (var wal = open(disk)) {
      Seen.assertSame(readAll(wal), appended, "read after a restart");
    }
  }

  @Test
  void countsASegmentThatWasCutWithinItsHeader() throws Exception {
    var fleet = new Fleet(15, layouts, 3);
    try (var wal = open(disk)) {
      append(wal, fleet, 300);
    }
    var files = segmentFiles(".wal").stream().sorted().map(SEGMENTS::resolve).toList();
    assertThat(files).hasSizeGreaterThan(2);
    Path cut = files.getLast();
    disk.overwrite(cut, Arrays.copyOf(disk.content(cut), 37));
    try (var wal = open(disk)) {
      assertThat(wal.damagedFiles()).isEqualTo(1);
      assertThat(readAll(wal)).isNotEmpty();
    }
  }

  @Test
  void setsASegmentAsideThatCannotBeRead() throws Exception {
    var fleet = new Fleet(14, layouts, 3);
    try (var wal = open(disk)) {
      append(wal, fleet, 300);
    }
    int files = segmentFiles(".wal").size();
    disk.failReads(true);
    List<Seen> appended;
    try (var wal = open(disk)) {
      disk.heal();
      assertThat(wal.damagedFiles()).isEqualTo(files);
      appended = append(wal, fleet, 100);
    }
    assertThat(segmentFiles(".unread")).hasSize(files);
    try (var wal = open(disk)) {
      Seen.assertSame(readAll(wal), appended, "read");
    }
  }
}
