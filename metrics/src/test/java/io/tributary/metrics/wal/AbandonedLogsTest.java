package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.disk.Disk;
import io.tributary.metrics.wal.AbandonedLogs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedLogsTest {
  private static final long OLD_MS = 1_000_000;
  private static final long NEW_MS = 2_000_000;

  @TempDir Path directory;

  private Path log(String name, long writtenMs) throws IOException {
    Path log = directory.resolve(name);
    Path segment = Files.createDirectories(log.resolve("segments")).resolve("000000000001.wal");
    Files.createDirectories(log.resolve("cursors"));
    Files.writeString(log.resolve("cursors").resolve("cursor-x"), "cursor");
    Files.writeString(segment, "records");
    Files.setLastModifiedTime(segment, FileTime.fromMillis(writtenMs));
    Files.setLastModifiedTime(log.resolve("segments"), FileTime.fromMillis(writtenMs));
    return log;
  }

  private Result clean() {
    return new AbandonedLogs(directory, Disk.real()).deleteBefore((OLD_MS + NEW_MS) / 2);
  }

  @Test
  void deletesWhatIsOldAndNobodyHas() throws IOException {
    Path old = log("prometheus.remote_write.old", OLD_MS);
    Path young = log("prometheus.remote_write.young", NEW_MS);
    Result result = clean();
    assertThat(result.deleted()).containsExactly(old);
    assertThat(result.abandoned()).isEqualTo(1);
    assertThat(result.failures()).isEmpty();
    assertThat(old).doesNotExist();
    assertThat(young.resolve("segments/000000000001.wal")).exists();
    assertThat(young.resolve("lock")).doesNotExist();
  }

  @Test
  void findsLogsOfModules() throws IOException {
    Path old = log("prometheus.scraping_service.default/log_a/prometheus.remote_write.x", OLD_MS);
    Path young = log("prometheus.scraping_service.default/log_b/prometheus.remote_write.x", NEW_MS);
    Result result = clean();
    assertThat(result.deleted()).containsExactly(old);
    assertThat(result.abandoned()).isEqualTo(1);
    assertThat(young).exists();
  }

  @Test
  void leavesALogThatIsOpen() throws IOException {
    Path used = log("prometheus.remote_write.used", OLD_MS);
    try (var _ = Disk.real().lock(used.resolve("lock"))) {
      Result result = clean();
      assertThat(result.inUse()).isEqualTo(1);
      assertThat(result.deleted()).isEmpty();
    }
    assertThat(used.resolve("segments/000000000001.wal")).exists();
  }

  @Test
  void leavesWhatIsNoLogOfOurs() throws IOException {
    Path theirs = Files.createDirectories(directory.resolve("agent/wal"));
    Files.writeString(theirs.resolve("00000001"), "");
    Files.writeString(directory.resolve("file"), "");
    assertThat(clean()).isEqualTo(new Result(0, 0, java.util.List.of(), java.util.List.of()));
    assertThat(theirs.resolve("00000001")).exists();
  }

  @Test
  void saysWhatItCannotLookAt() {
    Result result = new AbandonedLogs(directory.resolve("none"), Disk.real()).deleteBefore(0);
    assertThat(result.failures()).singleElement().asString().startsWith("cannot list ");
  }
}
