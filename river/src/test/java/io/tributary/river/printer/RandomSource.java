package io.tributary.river.printer;

import java.util.SplittableRandom;

/// Sound files with line breaks, blanks and comments wherever there may be some.
final class RandomSource {
  private static final String[] LITERALS = {
    "1",
    "0",
    "1.5",
    ".5",
    "1.",
    "1e3",
    "true",
    "false",
    "null",
    "\"a\"",
    "\"b\\n\\u00e4\"",
    "`raw`",
    "`two\n\tlines `",
    "\"\""
  };
  private static final String[] NAMES = {"a", "long_name", "\u00fcber", "b1", "_", "argument"};
  private static final String[] KEYS = {
    "a", "long_key", "\"q k\"", "`raw`", "\"a\\tb\"", "`q\"`", "\"\""
  };
  private static final String[] OPERATORS = {
    "+", "-", "*", "/", "%", "^", "==", "!=", "<", "<=", ">", ">=", "&&", "||"
  };

  private final SplittableRandom random;
  private final StringBuilder out = new StringBuilder();

  RandomSource(SplittableRandom random) {
    this.random = random;
  }

  String file() {
    body(0);
    return out.toString();
  }

  private String pick(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void body(int depth) {
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      between();
      out.append(" ".repeat(random.nextInt(3)));
      if (depth < 3 && chance(30)) {
        block(depth);
      } else {
        out.append(pick(NAMES));
        gap();
        out.append('=');
        breakable();
        expression(0);
      }
      end();
    }
    between();
  }

  private void block(int depth) {
    out.append(pick(NAMES));
    if (chance(40)) {
      out.append('.').append(pick(NAMES));
    }
    gap();
    if (chance(40)) {
      out.append(chance(20) ? "\"\"" : "\"label\"");
      gap();
    }
    out.append('{');
    if (chance(10)) {
      gap();
      out.append("x = 1 }");
      return;
    }
    if (chance(20)) {
      out.append(" // head");
    }
    out.append('\n');
    body(depth + 1);
    out.append('}');
  }

  /// Lines between statements.
  private void between() {
    while (chance(30)) {
      out.append(chance(50) ? "\n" : chance(50) ? "// comment \t\n" : "/* block\n   comment */\n");
    }
  }

  private void end() {
    out.append(chance(15) ? " // trailing\n" : chance(10) ? " /* trailing */\n" : "\n");
  }

  /// A place where no line may break.
  private void gap() {
    out.append(chance(70) ? " " : chance(20) ? " /* in */ " : " \t");
  }

  /// A place where a line may break.
  private void breakable() {
    switch (random.nextInt(12)) {
      case 0 -> out.append('\n');
      case 1 -> out.append(" // why\n");
      case 2 -> out.append(" /* b */ ");
      case 3 -> out.append("\n\n");
      default -> out.append(' ');
    }
  }

  private void expression(int depth) {
    int choice = depth > 3 ? random.nextInt(2) : random.nextInt(10);
    switch (choice) {
      case 0, 1 -> out.append(pick(LITERALS));
      case 2 -> {
        out.append(pick(NAMES));
        if (chance(50)) {
          out.append('.').append(pick(NAMES));
        }
      }
      case 3 -> list('[', ']', depth);
      case 4 -> object(depth);
      case 5 -> {
        out.append(pick(NAMES));
        list('(', ')', depth);
      }
      case 6 -> {
        out.append(pick(NAMES)).append('[');
        breakable();
        expression(depth + 1);
        gap();
        out.append(']');
      }
      case 7 -> {
        out.append(chance(50) ? "-" : "!");
        gap();
        expression(depth + 1);
      }
      case 8 -> {
        expression(depth + 1);
        gap();
        out.append(pick(OPERATORS));
        breakable();
        expression(depth + 1);
      }
      default -> {
        out.append('(');
        breakable();
        expression(depth + 1);
        gap();
        out.append(')');
      }
    }
  }

  private void list(char open, char close, int depth) {
    out.append(open);
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      breakable();
      expression(depth + 1);
      if (i + 1 < count) {
        out.append(',');
      }
    }
    close(count, close);
  }

  private void object(int depth) {
    out.append('{');
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      breakable();
      out.append(pick(KEYS));
      gap();
      out.append('=');
      breakable();
      expression(depth + 1);
      if (i + 1 < count) {
        out.append(',');
      }
    }
    close(count, '}');
  }

  /// With a comma behind the last element the closing one may stand on the next line.
  private void close(int count, char close) {
    if (count == 0) {
      breakable();
    } else if (chance(50)) {
      out.append(',');
      breakable();
    }
    out.append(close);
  }
}
