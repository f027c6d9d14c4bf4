package io.tributary.base.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryWatchTest {
  @TempDir Path directory;

  @Test
  void tellsOfChangesAndOnlyOfThem() throws Exception {
    try (var watch = new DirectoryWatch()) {
      watch.add(directory);
      assertThat(watch.awaitChanges(Duration.ofMillis(1))).isFalse();
      Files.writeString(directory.resolve("a"), "x");
      assertThat(watch.awaitChanges()).isTrue();
      Files.delete(directory.resolve("a"));
      assertThat(watch.awaitChanges(Duration.ofSeconds(50))).isTrue();
      assertThat(watch.awaitChanges(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void watchesADirectoryThatWasMadeAgain() throws Exception {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    try (var watch = new DirectoryWatch()) {
      watch.add(inner);
      Files.delete(inner);
      assertThat(watch.awaitChanges()).isTrue();
      Files.createDirectory(inner);
      watch.add(inner);
      Files.writeString(inner.resolve("a"), "x");
      assertThat(watch.awaitChanges(Duration.ofSeconds(50))).isTrue();
    }
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    var watch = new DirectoryWatch();
    watch.add(directory);
    watch.close();
    assertThat(watch.awaitChanges()).isFalse();
    assertThat(watch.awaitChanges(Duration.ofSeconds(50))).isFalse();
  }
}
