package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScanTest {
  @TempDir Path folder;

  private final Disk disk = Disk.real();
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final Layouts layouts = new Layouts();
  private final Fleet fleet = new Fleet(3, layouts, 4);
  private final List<String> appended = new ArrayList<>();

  private Wal open() {
    WalSettings settings = WalSettings.of(folder).withSegments(20_000, Duration.ofHours(2));
    return Wal.openStepped(
        settings, disk, clock, layouts, new WalMetrics(new PrometheusRegistry()));
  }

  private void append(Wal wal, int count) {
    for (int i = 0; i < count; i++) {
      var column = fleet.next();
      appended.add(text(column.stream(), column.layout(), column.timestampMs()));
      wal.append(column);
    }
    clock.advance(Duration.ofSeconds(1));
    wal.step();
  }

  private static String text(Stream stream, Layout layout, long timestampMs) {
    return stream.slotValues() + " " + layout.rowCount() + " " + timestampMs;
  }

  private final List<String> seen = new ArrayList<>();

  private LogScan.Summary scan() throws IOException {
    seen.clear();
    return LogScan.read(
        disk,
        folder,
        (Stream stream, Layout layout, long timestampMs, @Nullable BitSet _) ->
            seen.add(text(stream, layout, timestampMs)),
        (bytes, all) -> assertThat(bytes).isLessThanOrEqualTo(all));
  }

  @Test
  void readsWhatWasAppendedWhileTheLogIsOpen() throws IOException {
    assertThat(LogScan.isLog(disk, folder)).isFalse();
    try (Wal wal = open()) {
      append(wal, 1_000);
      LogScan.Summary summary = scan();
      assertThat(seen).isEqualTo(appended);
      assertThat(summary.unreadable()).isZero();
      assertThat(summary.last() - summary.first()).isGreaterThan(2);
    }
    assertThat(LogScan.isLog(disk, folder)).isTrue();
  }

  @Test
  void changesNothing() throws IOException {
    try (Wal wal = open()) {
      append(wal, 500);
    }
    Files.writeString(folder.resolve("segments/000000009999.wal"), "x".repeat(5_000));
    String before = state();
    assertThat(scan().unreadable()).isEqualTo(1);
    assertThat(seen).isEqualTo(appended);
    assertThat(state()).isEqualTo(before);
  }

  private String state() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> file + " " + modified(file))
          .collect(Collectors.joining("\n"));
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void damageCostsWhatItHits() throws IOException {
    try (Wal wal = open()) {
      append(wal, 1_000);
    }
    Path segment = folder.resolve("segments/000000000002.wal");
    byte[] bytes = Files.readAllBytes(segment);
    for (int i = 3_000; i < 3_200; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(segment, bytes);
    LogScan.Summary summary = scan();
    assertThat(summary.unreadable()).isPositive();
    assertThat(appended).containsAll(seen);
    assertThat(seen.size()).isBetween(700, 999);
  }

  @Test
  void anEmptyLogIsALog() throws IOException {
    Files.createDirectories(folder.resolve("segments"));
    assertThat(scan()).isEqualTo(new LogScan.Summary(-1, -1, 0, 0));
  }
}
