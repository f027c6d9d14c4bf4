package io.tributary.base.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskLockTest {
  @TempDir Path directory;

  private final Disk disk = Disk.real();
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("lock");
  }

  /// A process that holds a lock as programs in Go do.
  private static final class Holder implements AutoCloseable {
    private final Process process;

    Holder(Path file) throws IOException {
      Assumptions.assumeTrue(
          Files.isExecutable(Path.of("/usr/bin/flock")) && Files.exists(Path.of("/proc/locks")),
          "no flock(1) or no /proc/locks here");
      // Says that it has the lock, and keeps it until its input ends.
      process =
          new ProcessBuilder("/usr/bin/flock", "-n", file.toString(), "-c", "echo held; read _")
              .start();
      byte[] said = process.getInputStream().readNBytes(4);
      assertThat(new String(said, UTF_8)).isEqualTo("held");
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.onExit().join();
    }
  }

  @Test
  void refusesAFileThatAnotherKindOfLockIsOnAndLeavesIt() throws Exception {
    try (var _ = new Holder(file)) {
      assertThatThrownBy(() -> disk.lock(file))
          .isInstanceOf(DiskLock.HeldException.class)
          .hasMessage("another process holds " + file);
      assertThat(file).exists();
    }
    try (var lock = disk.lock(file)) {
      assertThat(lock.isLeftover()).isTrue();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void leavesAFileThatAnotherProcessHasLockedMeanwhile() throws Exception {
    var lock = disk.lock(file);
    try (var _ = new Holder(file)) {
      lock.close();
      assertThat(file).exists();
    }
  }

  @Test
  void leavesAFileThatTookThePlaceOfItsOwn() throws Exception {
    var lock = disk.lock(file);
    Files.move(file, directory.resolve("moved"));
    Files.createFile(file);
    lock.close();
    assertThat(file).exists();
  }

  @Test
  void readsTheListOfLocks() {
    var list =
        List.of(
            "1: POSIX  ADVISORY  WRITE 3083 fe:00:11 0 EOF",
            "2: FLOCK  ADVISORY  WRITE 3068 fe:00:22 0 EOF",
            "2: -> FLOCK  ADVISORY  WRITE 3069 fe:00:33 0 EOF",
            "3: FLOCK  ADVISORY  READ  3028 103:105:44 0 EOF",
            "");
    assertThat(ForeignLocks.isListed(list, 0xfe00, 22)).isTrue();
    assertThat(ForeignLocks.isListed(list, 0xfe00, 11)).isFalse();
    assertThat(ForeignLocks.isListed(list, 0xfe00, 33)).isFalse();
    assertThat(ForeignLocks.isListed(list, 0xfe01, 22)).isFalse();
    assertThat(ForeignLocks.isListed(list, 0x110305, 44)).isTrue();
  }
}
