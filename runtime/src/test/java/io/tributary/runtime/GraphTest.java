package io.tributary.runtime;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A running graph for each test, and a folder for its files.
@Timeout(60)
abstract class GraphTest {
  @TempDir Path directory;
  Bench bench;

  @BeforeEach
  final void open() {
    bench = start();
  }

  Bench start() {
    return new Bench(directory);
  }

  @AfterEach
  final void stop() {
    bench.close();
  }
}
