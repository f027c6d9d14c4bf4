package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, loading it ends in settings or in errors, never in an exception.
class PrometheusConfigFuzzTest {
  private static final String[] PIECES = {
    "global:",
    "scrape_configs:",
    "remote_write:",
    "- ",
    "job_name: ",
    "a",
    "{",
    "}",
    "[",
    "]",
    ",",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "\"",
    "'",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "!!int ",
    "|",
    ">",
    "#",
    "~",
    "null",
    "1",
    "-1",
    "0x",
    "1e3",
    "15s",
    "true",
    "relabel_configs:",
    "regex: ",
    "(",
    "\\",
    "static_configs:",
    "targets:",
    "labels:",
    "tls_config:",
    "url: ",
    "http://",
    "%",
    "@",
    "\t",
    "\u0000",
    "é",
    "\uD83D\uDE00",
    "---",
    "...",
    "? ",
    "queue_config:",
    "external_labels:",
    "$",
    "${",
    "$x",
    "metric_name_validation_scheme: legacy",
    "action: hashmod",
    "claims:",
    "oauth2:",
  };

  @FuzzTest(maxDuration = "30s")
  void loadsAnyBytes(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".yml");
    try {
      Files.write(file, bytes);
      check(file);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void loadsRandomPiecesOfConfiguration(@TempDir Path directory) throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    Path file = directory.resolve("prometheus.yml");
    for (int i = 0; i < 3_000; i++) {
      var text = new StringBuilder();
      int pieces = random.nextInt(1, 40);
      for (int j = 0; j < pieces; j++) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Files.writeString(file, text);
      check(file);
    }
  }

  private static void check(Path file) {
    LoadResult result = PrometheusConfig.load(file, Environment.of(Map.of()));
    assertThat(result.sound().isPresent()).isEqualTo(result.errors().isEmpty());
    ConfigChecksum.of(file);
  }
}
