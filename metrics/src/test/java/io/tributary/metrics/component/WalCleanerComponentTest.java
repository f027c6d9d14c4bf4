package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WalCleanerComponentTest {
  private static final String CLEANER =
      """
      prometheus.wal_cleaner "c" {
        abandoned_age = "1h"
        period        = "20ms"
      }
      """;

  @TempDir Path directory;
  private ComponentBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void deletesTheLogOfAComponentThatIsGone() throws Exception {
    bench.load("prometheus.remote_write \"gone\" { }\nprometheus.remote_write \"here\" { }\n");
    Path gone = find("prometheus.remote_write.gone");
    Path here = find("prometheus.remote_write.here");
    bench.load("prometheus.remote_write \"here\" { }\n");
    age(gone);
    age(here);
    bench.load("prometheus.remote_write \"here\" { }\n" + CLEANER);
    ComponentBench.await("the log to go", () -> !Files.exists(gone));
    assertThat(here.resolve("segments")).exists();
  }

  private static void age(Path log) throws Exception {
    try (var files = Files.walk(log)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      }
    }
  }

  private Path find(String name) throws Exception {
    try (var files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.errors("prometheus.wal_cleaner \"c\" { }\n"))
        .anySatisfy(
            line -> assertThat(line).contains("missing required attribute \"abandoned_age\""));
    assertThat(bench.errors("prometheus.wal_cleaner \"c\" {\nabandoned_age = \"0s\"\n}\n"))
        .anySatisfy(line -> assertThat(line).contains("must be greater than 0s"));
  }
}
