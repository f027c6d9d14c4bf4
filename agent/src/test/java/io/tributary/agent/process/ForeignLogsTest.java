package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignLogsTest {
  @TempDir Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @Test
  void areFoldersWithSegments() throws IOException {
    file("b/wal/00000007");
    file("a/wal/00000000");
    file("a/wal/00000001");
    file("ours/wal/0000000000000001.seg");
    file("empty/other");
    file("wal");

    assertThat(ForeignLogs.below(folder))
        .containsExactly(folder.resolve("a/wal"), folder.resolve("b/wal"));
  }

  @Test
  void whereThereIsNoFolderThereIsNone() {
    assertThat(ForeignLogs.below(folder.resolve("none"))).isEmpty();
  }

  @Test
  void someAreEnough() throws IOException {
    for (int i = 0; i < 30; i++) {
      file("c" + i + "/wal/00000000");
    }
    assertThat(ForeignLogs.below(folder)).hasSize(20);
  }
}
