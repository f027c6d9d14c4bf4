package io.tributary.agent.cli;

import java.util.ArrayList;
import java.util.List;

/// Prints flags as help and as a Markdown table.
final class FlagHelp {
  private static final int LEFT = 30;
  private static final int WIDTH = 100;

  private FlagHelp() {}

  /// The flags that are not hidden, two columns, wrapped.
  static String print(FlagSet set) {
    var out = new StringBuilder();
    for (Flag flag : set.flags()) {
      if (flag.isHidden()) {
        continue;
      }
      String left = (flag.name().equals("help") ? "  -h, " : "      ") + flag.usage();
      List<String> lines = wrap(flag.description(), WIDTH - LEFT - 2);
      if (left.length() > LEFT) {
        out.append(left).append('\n');
        left = "";
      }
      for (String line : lines) {
        out.append(left).append(" ".repeat(LEFT + 2 - left.length())).append(line).append('\n');
        left = "";
      }
    }
    return out.toString();
  }

  /// A table for the documentation; hidden flags are left out.
  static String markdown(FlagSet set) {
    var out = new StringBuilder("| Flag | Description | Default |\n| --- | --- | --- |\n");
    for (Flag flag : set.flags()) {
      if (flag.isHidden()) {
        continue;
      }
      String defaultText = flag.defaultText();
      out.append("| `--")
          .append(flag.name())
          .append("`")
          .append(flag.kind().isRepeatable() ? " …" : "")
          .append(" | ")
          .append(flag.description().replace("|", "\\|"))
          .append(" | ")
          .append(
              defaultText == null || defaultText.isEmpty()
                  ? ""
                  : "`" + defaultText.replace("|", "\\|") + "`")
          .append(" |\n");
    }
    return out.toString();
  }

  private static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
