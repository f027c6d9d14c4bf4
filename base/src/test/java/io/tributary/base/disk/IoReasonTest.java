package io.tributary.base.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {
  @Test
  void speaksAsTheOperatingSystemDoes(@TempDir Path folder) {
    assertThat(IoReason.of(new NoSuchFileException("/a"))).isEqualTo("no such file or directory");
    assertThat(IoReason.of(new AccessDeniedException("/a"))).isEqualTo("permission denied");
    assertThat(IoReason.of(new FileSystemException("/a", null, "Not a directory")))
        .isEqualTo("not a directory");
    assertThat(IoReason.of(new IOException("No space left on device")))
        .isEqualTo("no space left on device");
    assertThat(IoReason.of(new IOException("EIO"))).isEqualTo("EIO");
    assertThat(IoReason.of(new IOException())).isEqualTo("IOException");
    try {
      Files.readString(folder);
    } catch (IOException e) {
      assertThat(IoReason.of(e)).isEqualTo("is a directory");
    }
  }
}
