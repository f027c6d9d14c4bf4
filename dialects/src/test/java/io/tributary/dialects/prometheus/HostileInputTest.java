package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.Diagnostic;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are made to hurt end in an error, soon, and in a JVM with 64 MiB of heap.
class HostileInputTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void endsInAnErrorWithinTimeAndMemory() throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("laughs-in-targets", "excessive aliasing");
    expected.put("laughs-in-claims", "excessive aliasing");
    expected.put("laughs-by-merging", "more than the limit of");
    expected.put("wide-aliases", "duplicate remote write");
    expected.put("hundred-megabytes", "larger than the limit of 16 MiB");
    expected.put("open-brackets", "nested deeper than the limit");
    expected.put("open-braces", "nested deeper than the limit");
    expected.put("dashes", "nested deeper than the limit");
    expected.put("question-marks", "nested deeper than the limit");
    expected.put("million-items", "more than the limit of");
    expected.put("million-keys", "more than the limit of");
    expected.put("million-wrong-keys", "not found in type config");
    expected.put("one-scalar", "longer than the limit");
    expected.put("one-quoted-scalar", "longer than the limit");
    expected.put("one-comment", "longer than the limit");
    expected.put("tabs", "cannot read YAML");
    expected.put("binary", "not valid UTF-8");
    expected.put("zeros", "control characters are not allowed");
    expected.put("regex-repeats", "error parsing regexp");
    expected.put("long-regex", "error parsing regexp");
    expected.put("regex-groups", "sound");
    expected.put("many-long-values", "takes more than the limit of 32 MiB of memory");
    expected.put("one-line-of-wrong-targets", "is not a valid hostname");
    expected.put("long-lines-of-wrong-targets", "is not a valid hostname");
    expected.put("long-value", "unsupported scheme");
    expected.put("itself", "not found in type scrape_config_file");
    writeAll();

    List<String> lines = run(expected.keySet().stream().toList());

    if (Boolean.getBoolean("hostile.print")) {
      lines.forEach(System.out::println);
    }
    var actual = new LinkedHashMap<String, String>();
    lines.forEach(line -> actual.put(line.substring(0, line.indexOf(' ')), line));
    expected.forEach((name, phrase) -> {
      String line = actual.getOrDefault(name, "missing 0");
      assertThat(line).as(name).contains(phrase);
      assertThat(Long.parseLong(line.split(" ")[1]))
          .as("milliseconds of CPU for " + name)
          .isLessThan(10_000);
    });
  }

  private List<String> run(List<String> names) throws IOException, InterruptedException {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                HostileInputTest.class.getName(),
                directory.toString()));
    command.addAll(names);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  /// In the process with the small heap: loads each file and prints name, milliseconds of CPU and
  /// the first error.
  public static void main(String[] args) {
    PrometheusConfig.load(Path.of(args[0], "warm-up.yml"), Environment.of(Map.of()));
    for (int i = 1; i < args.length; i++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      LoadResult result =
          PrometheusConfig.load(Path.of(args[0], args[i] + ".yml"), Environment.of(Map.of()));
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long tookMs = (end - start) / 1_000_000;
      String first = result.errors().stream().findFirst().map(Diagnostic::toString).orElse("sound");
      System.out.println(args[i] + " " + tookMs + " " + first.replace('\n', ' '));
    }
  }

  private void writeAll() throws IOException {
    write("warm-up", "global: {}\n");
    write(
        "laughs-in-targets",
        "scrape_configs:\n- job_name: a\n  static_configs:\n  - &a {targets: &t ["
            + "x, ".repeat(1000)
            + "x]}\n"
            + "  - *a\n".repeat(3000));
    write("laughs-in-claims", laughs());
    write("laughs-by-merging", merges());
    write(
        "wide-aliases",
        "remote_write:\n"
            + "- &d\n"
            + "  url: http://x/\n"
            + "  write_relabel_configs:\n"
            + "  - &r {action: keep, regex: a}\n"
            + "  - *r\n".repeat(1000)
            + "- *d\n".repeat(2000));
    try (var file = new RandomAccessFile(file("hundred-megabytes").toFile(), "rw")) {
      file.setLength(100L * MIB);
    }
    write("open-brackets", "[".repeat(15 * MIB));
    write("open-braces", "{".repeat(15 * MIB));
    write("dashes", "- ".repeat(7 * MIB));
    write("question-marks", "? ".repeat(7 * MIB));
    write("million-items", "rule_files:\n" + "- a\n".repeat(3 * MIB));
    write("million-keys", lines(900_000, i -> "k" + i + ": v"));
    write("million-wrong-keys", lines(140_000, i -> "k" + i + ":"));
    write("one-scalar", "scrape_configs:\n- scheme: " + "a b".repeat(5 * MIB) + "\n");
    write("one-quoted-scalar", "scrape_configs:\n- job_name: \"" + "a \n ".repeat(3 * MIB));
    write("one-comment", "a: #" + "x".repeat(15 * MIB));
    write("tabs", "\t".repeat(15 * MIB));
    byte[] binary = new byte[15 * MIB];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 31 + (i >> 8));
    }
    Files.write(file("binary"), binary);
    Files.write(file("zeros"), new byte[15 * MIB]);
    write("regex-repeats", rule("((((a{100}){100}){100}){100})"));
    var list = "scrape_configs:\n- job_name: a\n  static_configs:\n";
    write("many-long-values", list + "  - targets: [" + targets(".", 250_000, 30) + "]\n");
    write("one-line-of-wrong-targets", list + "  - targets: [" + targets("/", 60_000, 200) + "]\n");
    write(
        "long-lines-of-wrong-targets",
        list + lines(120, i -> "  - targets: [" + targets(i < 119 ? "." : "/", 1_200, 80) + "]"));
    write("long-regex", rule("(a|b)".repeat(100_000)));
    write("regex-groups", rule("(a|b)".repeat(20_000)));
    write(
        "long-value", "scrape_configs:\n- job_name: a\n  scheme: " + "a b".repeat(MIB / 2) + "\n");
    write("itself", "scrape_config_files: [itself.yml]\n");
  }

  private static String laughs() {
    var text =
        new StringBuilder(
            "remote_write:\n- url: http://x/\n  oauth2:\n    claims:\n      l0: &l0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("      l%d: &l%d [*l%d, *l%d]\n".formatted(i, i, i - 1, i - 1));
    }
    return text.toString();
  }

  private static String merges() {
    String wide =
        IntStream.range(0, 1000).mapToObj(i -> "k" + i + ": v").collect(Collectors.joining(", "));
    return "a: &a {" + wide + "}\n" + lines(10_000, i -> "b" + i + ": {<<: *a}");
  }

  private static String rule(String regex) {
    return "remote_write:\n- url: http://x/\n  write_relabel_configs:\n  - {action: keep, regex: '"
        + regex
        + "'}\n";
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private Path file(String name) {
    return directory.resolve(name + ".yml");
  }

  private void write(String name, String text) throws IOException {
    Files.write(file(name), text.getBytes(StandardCharsets.UTF_8));
  }

  /// So many targets on one line.
  private static String targets(String separator, int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'host-%d%s%s'".formatted(i, separator, "x".repeat(length)))
        .collect(Collectors.joining(", "));
  }
}
