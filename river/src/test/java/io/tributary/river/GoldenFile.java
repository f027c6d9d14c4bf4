package io.tributary.river;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// A file of cases, each with an input and the output that is expected of it:
///
/// ```
/// ### the name of the case
/// input
/// >>>
/// output
/// ```
///
/// `-Dgolden.update=true` writes the present outputs into the file, to be reviewed as a diff.
public final class GoldenFile {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private final Path file;
  private final Map<String, Case> cases = new LinkedHashMap<>();

  private record Case(String input, String output) {}

  private GoldenFile(Path file) {
    this.file = file;
  }

  /// A test for each case: what `function` makes of the input.
  public static List<DynamicTest> tests(String name, UnaryOperator<String> function) {
    var golden = new GoldenFile(Path.of("src/test/resources/io/tributary/river", name));
    golden.read();
    var tests = new ArrayList<DynamicTest>();
    golden.cases.forEach((title, example) ->
        tests.add(DynamicTest.dynamicTest(title, () -> golden.check(title, example, function))));
    return tests;
  }

  private void check(String title, Case example, UnaryOperator<String> function) {
    String output = function.apply(example.input());
    if (UPDATE) {
      cases.put(title, new Case(example.input(), output));
      write();
    } else {
      Assertions.assertThat(output).isEqualTo(example.output());
    }
  }

  private void read() {
    try {
      for (String part : ("\n" + Files.readString(file)).split("\n### ", -1)) {
        if (!part.isBlank()) {
          int titleEnd = part.indexOf('\n');
          String[] body = (part.substring(titleEnd + 1) + "\n").split("(?m)^>>>\n", -1);
          String output = body.length > 1 ? body[1] : "\n";
          String withoutLast =
              output.endsWith("\n\n") ? output.substring(0, output.length() - 1) : output;
          cases.put(part.substring(0, titleEnd), new Case(body[0], withoutLast));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    var text = new StringBuilder();
    cases.forEach((title, example) ->
        text.append("### ")
            .append(title)
            .append('\n')
            .append(example.input())
            .append(">>>\n")
            .append(example.output()));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
