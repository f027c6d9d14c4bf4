package io.tributary.dialects.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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
  public static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private final Path file;
  private final Map<String, Case> cases = new LinkedHashMap<>();

  /// One case; `output` is what the file says.
  public record Case(String name, String input, String output) {
    @Override
    public String toString() {
      return name;
    }
  }

  private GoldenFile(Path file) {
    this.file = file;
  }

  public static GoldenFile read(String name) {
    return read("prometheus", name);
  }

  /// A file of another dialect, which has a package of that name.
  public static GoldenFile read(String dialect, String name) {
    var golden = new GoldenFile(Path.of("src/test/resources/io/tributary/dialects", dialect, name));
    try {
      for (String part : ("\n" + Files.readString(golden.file)).split("\n### ", -1)) {
        if (part.isBlank()) {
          continue;
        }
        int titleEnd = part.indexOf('\n');
        String title = part.substring(0, titleEnd);
        String[] body = (part.substring(titleEnd + 1) + "\n").split("(?m)^>>>\n", -1);
        String output = body.length > 1 ? body[1] : "";
        golden.cases.put(title, new Case(title, body[0], output.stripTrailing() + "\n"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return golden;
  }

  public Iterable<Case> cases() {
    return cases.values();
  }

  /// Puts the output of a case into the file.
  public void update(Case golden, String output) {
    cases.put(golden.name(), new Case(golden.name(), golden.input(), output));
    var text = new StringBuilder();
    for (Case each : cases.values()) {
      text.append("### ").append(each.name()).append('\n').append(each.input());
      text.append(">>>\n").append(each.output());
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
