package io.tributary.discovery;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A graph for each test, and a folder for its files.
public abstract class GraphBenchTest {
  @TempDir protected Path directory;
  protected GraphBench bench;

  @BeforeEach
  final void openBench() throws Exception {
    bench = start();
  }

  /// Called before anything else of a test.
  protected GraphBench start() throws Exception {
    return new GraphBench(directory);
  }

  @AfterEach
  final void closeBench() throws Exception {
    bench.close();
    stop();
  }

  /// Closes what the graph needed.
  protected void stop() throws Exception {}
}
