package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.river.syntax.RiverParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, loading it ends in settings or in errors, never in an exception, and so
/// does its conversion; what is printed can be read.
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

  private static void check(Path file) throws IOException {
    LoadResult result = PrometheusConfig.load(file, Environment.of(Map.of()));
    assertThat(result.sound().isPresent()).isEqualTo(result.errors().isEmpty());
    ConfigChecksum.of(file);
    for (Form form : Form.values()) {
      String printed = convert(file, form).print();
      assertThat(RiverParser.parse("printed", printed).diagnostics()).isEmpty();
    }
  }

  private static Conversion convert(Path file, Form form) throws IOException {
    SourceText text = SourceText.of(file.toString(), Files.readAllBytes(file));
    return PrometheusTree.convert(file, text, LoadOptions.of(Environment.of(Map.of())), form);
  }
}
