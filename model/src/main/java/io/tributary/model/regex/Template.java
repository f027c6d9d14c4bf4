package io.tributary.model.regex;

import java.util.ArrayList;
import java.util.List;

/// A replacement in the language of Go's `Regexp.Expand`, compiled once for one [Regex].
///
/// `$1`, `$name`, `${1}` and `${name}` stand for a group, `$$` for a dollar sign. Without braces
/// the name is as long as possible: `$1x` means `${1x}`. A group that does not exist or did not
/// match expands to nothing; a dollar sign that begins none of these stands for itself. Immutable.
///
/// Source: golang/go `regexp/regexp.go`, `expand` and `extract`.
public final class Template {
  /// A group that no pattern has: expands to nothing.
  private static final int NO_GROUP = -1;

  private final String text;

  /// Literals and groups in turn: `literals[0]`, group 0, `literals[1]`, … One more literal than
  /// groups.
  private final String[] literals;

  private final int[] groups;
  private final List<String> unknownGroups;

  private Template(String text, String[] literals, int[] groups, List<String> unknownGroups) {
    this.text = text;
    this.literals = literals;
    this.groups = groups;
    this.unknownGroups = List.copyOf(unknownGroups);
  }

  public static Template compile(String text, Regex regex) {
    return new Parser(text, regex).parse();
  }

  /// The template as it was written.
  public String text() {
    return text;
  }

  /// Whether it refers to no group, so that every match expands to the same text.
  public boolean isLiteral() {
    return groups.length == 0;
  }

  /// The groups that it refers to and the pattern does not have, as they are written: `1_total`.
  public List<String> unknownGroups() {
    return unknownGroups;
  }

  /// What a template without groups expands to.
  public String literal() {
    return literals[0];
  }

  /// Appends to `out` what the template means for a match of `input` at `spans`.
  public void expand(String input, Spans spans, StringBuilder out) {
    out.append(literals[0]);
    for (int i = 0; i < groups.length; i++) {
      int group = groups[i];
      if (group != NO_GROUP && spans.has(group)) {
        out.append(input, spans.start(group), spans.end(group));
      }
      out.append(literals[i + 1]);
    }
  }

  /// What the template means for a match of `input` at `spans`; no copy where that is `input`.
  public String expand(String input, Spans spans) {
    if (isLiteral()) {
      return literals[0];
    }
    if (groups.length == 1 && literals[0].isEmpty() && literals[1].isEmpty()) {
      int group = groups[0];
      return group != NO_GROUP && spans.has(group)
          ? input.substring(spans.start(group), spans.end(group))
          : "";
    }
    var out = new StringBuilder();
    expand(input, spans, out);
    return out.toString();
  }

  /// Whether some match might expand to `result`. May say yes in vain, never no.
  public boolean couldExpandTo(String result) {
    if (isLiteral()) {
      return literals[0].equals(result);
    }
    String first = literals[0];
    String last = literals[literals.length - 1];
    return result.length() >= first.length() + last.length()
        && result.startsWith(first)
        && result.endsWith(last);
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class Parser {
    private final String text;
    private final Regex regex;
    private final List<String> literals = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<String> unknownGroups = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    Parser(String text, Regex regex) {
      this.text = text;
      this.regex = regex;
    }

    Template parse() {
      int at = 0;
      while (at < text.length()) {
        int dollar = text.indexOf('$', at);
        if (dollar < 0) {
          break;
        }
        literal.append(text, at, dollar);
        at = afterDollar(dollar + 1);
      }
      literal.append(text, at, text.length());
      literals.add(literal.toString());
      return new Template(
          text,
          literals.toArray(String[]::new),
          groups.stream().mapToInt(Integer::intValue).toArray(),
          unknownGroups);
    }

    /// Reads what follows a dollar sign and returns where it ends.
    private int afterDollar(int at) {
      if (at < text.length() && text.charAt(at) == '$') {
        literal.append('$');
        return at + 1;
      }
      boolean brace = at < text.length() && text.charAt(at) == '{';
      int start = brace ? at + 1 : at;
      int end = start;
      while (end < text.length() && isNamePart(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      boolean closed = !brace || (end < text.length() && text.charAt(end) == '}');
      if (end == start || !closed) {
        literal.append('$');
        return at;
      }
      literals.add(literal.toString());
      literal.setLength(0);
      int group = group(text.substring(start, end));
      if (group == NO_GROUP) {
        unknownGroups.add(text.substring(start, end));
      }
      groups.add(group);
      return brace ? end + 1 : end;
    }

    private static boolean isNamePart(int codePoint) {
      return codePoint == '_' || Character.isLetter(codePoint) || Character.isDigit(codePoint);
    }

    private int group(String name) {
      if (isNumber(name)) {
        int number = Integer.parseInt(name);
        return number <= regex.groupCount() ? number : NO_GROUP;
      }
      int index = regex.groupIndex(name);
      return index < 0 ? NO_GROUP : index;
    }

    /// Digits without a leading zero, below a thousand million as in Go; others are names.
    private static boolean isNumber(String name) {
      return name.length() <= 9
          && name.chars().allMatch(c -> c >= '0' && c <= '9')
          && (name.length() == 1 || name.charAt(0) != '0');
    }
  }
}
