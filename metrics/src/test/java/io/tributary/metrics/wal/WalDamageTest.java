package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever happens to the files, the log starts, hands out nothing that was never appended, and
/// accounts for every sample.
class WalDamageTest {
  private static final WalSettings SETTINGS =
      WalSettings.of(Path.of("/data")).withSegments(8_000, Duration.ofHours(2));

  private final Layouts layouts = new Layouts();
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);

  private Wal open(SimulatedDisk disk) {
    return Wal.openStepped(
        SETTINGS, disk, clock, layouts, new WalMetrics(new PrometheusRegistry()));
  }

  private List<Seen> fill(SimulatedDisk disk, long seed, int scrapes) throws Exception {
    var fleet = new Fleet(seed, layouts, 3);
    var appended = new ArrayList<Seen>();
    try (var wal = open(disk)) {
      for (int i = 0; i < scrapes; i++) {
        var column = fleet.next();
        appended.add(Seen.of(column));
        wal.append(column);
        if (i % 10 == 0) {
          clock.advance(Duration.ofMillis(200));
          wal.step();
        }
      }
      wal.cursor("a").store(wal.oldest(), new byte[] {1});
    }
    return appended;
  }

  @Test
  void startsWhateverHappenedToItsFiles() throws Exception {
    for (long seed = 0; seed < 250; seed++) {
      var random = new SplittableRandom(seed);
      var disk = new SimulatedDisk(random.split());
      var appended = fill(disk, seed % 7, 120);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        damage(disk, random);
      }
      long[] lost = {0};
      try (var wal = open(disk)) {
        var start = wal.cursor("a").load().map(CursorStore.Cursor::position);
        var from = start.orElse(WalPosition.BEGINNING);
        wal.registerConsumer("a", ConsumerBudget.UNLIMITED, from, (_, n) -> lost[0] += n);
        var reader = wal.openReader("a", from);
        long read = 0;
        int next = 0;
        while (reader.next()) {
          var seen = Seen.of(reader);
          while (next < appended.size() && !appended.get(next).equals(seen)) {
            next++;
          }
          assertThat(next)
              .as("seed %d: %s was never appended, or is out of order", seed, seen)
              .isLessThan(appended.size());
          next++;
          read += seen.samples();
        }
        assertThat(read + lost[0])
            .as("seed %d: samples read and lost", seed)
            .isEqualTo(wal.end().samples() - from.samples());
      }
    }
  }

  private static void damage(SimulatedDisk disk, SplittableRandom random) {
    var files = disk.files().stream().filter(f -> !f.endsWith("lock")).toList();
    if (files.isEmpty()) {
      return;
    }
    var file = files.get(random.nextInt(files.size()));
    byte[] bytes = disk.content(file);
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> disk.overwrite(file, Arrays.copyOf(bytes, at));
      case 1 -> disk.overwrite(file, new byte[0]);
      case 2 -> disk.remove(file);
      case 3 -> disk.overwrite(file.resolveSibling("000000000900.wal"), bytes);
      case 4 -> {
        var other = files.get(random.nextInt(files.size()));
        disk.overwrite(file, disk.content(other));
        disk.overwrite(other, bytes);
      }
      case 5 -> {
        Arrays.fill(bytes, at, Math.min(at + random.nextInt(2_000), bytes.length), (byte) 0);
        disk.overwrite(file, bytes);
      }
      case 6 -> disk.overwrite(file, Arrays.copyOf(bytes, bytes.length + random.nextInt(3_000)));
      default -> {
        if (bytes.length > 0) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
          disk.overwrite(file, bytes);
        }
      }
    }
  }

  @Test
  void goesOnWhateverHappensToItsFilesWhileItRuns() throws Exception {
    for (long seed = 0; seed < 250; seed++) {
      var random = new SplittableRandom(seed);
      var disk = new SimulatedDisk(random.split());
      var fleet = new Fleet(seed % 7, layouts, 3);
      var appended = new ArrayList<Seen>();
      long[] lost = {0};
      try (var wal = open(disk)) {
        wal.registerConsumer("a", ConsumerBudget.UNLIMITED, wal.oldest(), (_, n) -> lost[0] += n);
        wal.cursor("a").store(wal.oldest(), new byte[] {1});
        var reader = wal.openReader("a", wal.oldest());
        var seen = new ArrayList<Seen>();
        for (int round = 0; round < 12; round++) {
          for (int i = 0; i < 15; i++) {
            var column = fleet.next();
            appended.add(Seen.of(column));
            wal.append(column);
          }
          clock.advance(Duration.ofSeconds(random.nextInt(1, 40)));
          wal.step();
          if (round > 2 && round < 8 && random.nextInt(3) == 0) {
            damageInPlace(disk, random);
          }
          for (int i = random.nextInt(30); i > 0 && reader.next(); i--) {
            seen.add(Seen.of(reader));
          }
        }
        clock.advance(Duration.ofSeconds(40));
        wal.step();
        while (reader.next()) {
          seen.add(Seen.of(reader));
        }
        assertAppendedInOrder(seed, appended, seen);
        assertThat(seen.stream().mapToLong(Seen::samples).sum() + lost[0])
            .as("seed %d: samples read and lost", seed)
            .isEqualTo(wal.end().samples());
        assertThat(wal.statistics().isMemoryOnly()).as("seed %d", seed).isFalse();
      }
      try (var wal = open(disk)) {
        var after = new ArrayList<Seen>();
        wal.registerConsumer("b", ConsumerBudget.UNLIMITED, wal.oldest(), LossListener.NONE);
        var reader = wal.openReader("b", wal.oldest());
        while (reader.next()) {
          after.add(Seen.of(reader));
        }
        assertAppendedInOrder(seed, appended, after);
      }
    }
  }

  private static void assertAppendedInOrder(long seed, List<Seen> appended, List<Seen> seen) {
    int next = 0;
    for (Seen one : seen) {
      while (next < appended.size() && !appended.get(next).equals(one)) {
        next++;
      }
      assertThat(next)
          .as("seed %d: %s was never appended, or is out of order", seed, one)
          .isLessThan(appended.size());
      next++;
    }
  }

  private static void damageInPlace(SimulatedDisk disk, SplittableRandom random) {
    if (random.nextBoolean()) {
      damage(disk, random);
      return;
    }
    var files = disk.files().stream().filter(f -> !f.endsWith("lock")).toList();
    var file = files.get(random.nextInt(files.size()));
    byte[] bytes = disk.content(file);
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    switch (random.nextInt(3)) {
      case 0 -> disk.scribble(file, Arrays.copyOf(bytes, at));
      case 1 -> disk.scribble(file, new byte[0]);
      default -> {
        Arrays.fill(bytes, at, Math.min(at + random.nextInt(600), bytes.length), (byte) 7);
        disk.scribble(file, bytes);
      }
    }
  }

  @Test
  void losesOneStreamsShareWhenABitFlipsInAScrape() throws Exception {
    var disk = new SimulatedDisk(new SplittableRandom(5));
    var appended = fill(disk, 5, 400);
    var file = disk.files().stream().filter(f -> f.toString().endsWith(".wal")).toList().get(2);
    byte[] bytes = disk.content(file);
    bytes[bytes.length / 2] ^= 4;
    disk.overwrite(file, bytes);
    try (var wal = open(disk)) {
      wal.registerConsumer("a", ConsumerBudget.UNLIMITED, wal.oldest(), LossListener.NONE);
      var reader = wal.openReader("a", wal.oldest());
      int read = 0;
      while (reader.next()) {
        read++;
      }
      assertThat(read).isLessThan(appended.size()).isGreaterThan(appended.size() - 40);
    }
  }

  @Test
  void leavesForeignFilesAlone() throws Exception {
    var disk = new SimulatedDisk(new SplittableRandom(6));
    disk.createDirectories(Path.of("/data/wal"));
    byte[] text = "not ours".getBytes(StandardCharsets.UTF_8);
    disk.overwrite(Path.of("/data/wal/00000000"), text);
    var appended = fill(disk, 6, 50);
    disk.overwrite(Path.of("/data/segments/README"), text);
    try (var wal = open(disk)) {
      wal.registerConsumer("a", ConsumerBudget.UNLIMITED, wal.oldest(), LossListener.NONE);
      var reader = wal.openReader("a", wal.oldest());
      int read = 0;
      while (reader.next()) {
        read++;
      }
      assertThat(read).isEqualTo(appended.size());
    }
    assertThat(disk.content(Path.of("/data/wal/00000000"))).isEqualTo(text);
    assertThat(disk.content(Path.of("/data/segments/README"))).isEqualTo(text);
  }
}
