package io.tributary.dialects.staticmode;

import io.tributary.dialects.staticmode.ShellFunctions.BadSubstitution;
import io.tributary.dialects.yaml.YamlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A text with `${NAME}` in it and the forms of it that a shell has: defaults, lengths, cuts and
/// replacements. `$${` is a literal `${`; a dollar without a brace stays as it is.
///
/// What is filled in may be longer or shorter than what stood there, so [Expanded] says for each
/// character where it came from. Throws [SubstitutionException] for what is not of that form, and
/// for texts that grow beyond [#MAX_CHARACTERS].
///
/// Source: drone/envsubst v2 `parse/parse.go`, `parse/scan.go`; grafana/agent
/// `static/config/config.go`, getenv.
final class EnvironmentTemplate {
  private static final int MAX_DEPTH = 50;

  /// As many as a file may have bytes: replacements within replacements multiply.
  static final int MAX_CHARACTERS = Math.toIntExact(YamlLimits.DEFAULT.bytes());

  private static final Set<String> DEFAULTS = Set.of(":=", ":-", ":?", ":+");

  private final String text;
  private int at;
  private int depth;

  private EnvironmentTemplate(String text) {
    this.text = text;
  }

  /// Not of the form; `offset` is where the `${` stands.
  static final class SubstitutionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    SubstitutionException(int offset, String message) {
      super(message, null, false, false);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }

  /// A piece of a text; `from` is where it begins in the source.
  private sealed interface Part {
    int from();
  }

  private record Plain(String text, int from) implements Part {}

  private record Variable(String name, String function, List<List<Part>> arguments, int from)
      implements Part {}

  /// Fills in `variables`, whose result is empty for what is not set. Names of digits alone are the
  /// groups of a regular expression, and stay.
  static Expanded expand(String text, UnaryOperator<String> variables)
      throws SubstitutionException {
    var out = new StringBuilder(text.length());
    var origins = new Expanded.Origins();
    for (Part part : new EnvironmentTemplate(text).parse()) {
      origins.add(out.length(), part.from(), part instanceof Plain);
      append(out, evaluate(part, variables), part.from());
    }
    return new Expanded(out.toString(), text, origins);
  }

  private static String evaluate(Part part, UnaryOperator<String> variables)
      throws SubstitutionException {
    return switch (part) {
      case Plain plain -> plain.text;
      case Variable variable -> {
        var arguments = new ArrayList<String>();
        for (List<Part> argument : variable.arguments) {
          var joined = new StringBuilder();
          for (Part piece : argument) {
            append(joined, evaluate(piece, variables), variable.from);
          }
          arguments.add(joined.toString());
        }
        boolean isGroup = variable.name.codePoints().allMatch(Character::isDigit);
        String value = isGroup ? "${" + variable.name + "}" : variables.apply(variable.name);
        try {
          yield ShellFunctions.apply(variable.function, value, arguments, MAX_CHARACTERS);
        } catch (BadSubstitution e) {
          throw new SubstitutionException(variable.from, "bad substitution: " + e.getMessage());
        }
      }
    };
  }

  private static void append(StringBuilder out, String more, int from)
      throws SubstitutionException {
    if (more.length() > MAX_CHARACTERS - out.length()) {
      throw new SubstitutionException(
          from, "bad substitution: the text grows beyond " + MAX_CHARACTERS + " characters");
    }
    out.append(more);
  }

  private List<Part> parse() throws SubstitutionException {
    var parts = new ArrayList<Part>();
    while (at < text.length()) {
      if (opens()) {
        parts.add(variable());
      } else {
        plain(parts);
      }
    }
    return parts;
  }

  /// What stands before the next `${`; two dollars are one.
  private void plain(List<Part> parts) {
    int from = at;
    while (at < text.length() && !opens()) {
      if (text.startsWith("$$", at)) {
        parts.add(new Plain(text.substring(from, at), from));
        from = at + 1;
        at += 2;
      } else {
        at++;
      }
    }
    parts.add(new Plain(text.substring(from, at), from));
  }

  private boolean opens() {
    return text.startsWith("${", at);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private Variable variable() throws SubstitutionException {
    int from = at;
    if (++depth > MAX_DEPTH) {
      throw new SubstitutionException(from, "bad substitution: nested too deeply");
    }
    at += 2;
    Variable variable = peek() == '#' ? length(from) : named(from);
    depth--;
    return variable;
  }

  private Variable length(int from) throws SubstitutionException {
    at++;
    String name = name();
    if (name.isEmpty()) {
      throw new SubstitutionException(from, "bad substitution");
    }
    close(from);
    return new Variable(name, "#", List.of(), from);
  }

  private Variable named(int from) throws SubstitutionException {
    String name = name();
    if (name.isEmpty()) {
      throw new SubstitutionException(from, "unable to parse variable name");
    }
    return switch (peek()) {
      case ':' ->
          at + 2 <= text.length()
                  && DEFAULTS.contains(text.substring(at, Math.min(at + 2, text.length())))
              ? defaults(name, 2, from)
              : cut(name, from);
      case '=' -> defaults(name, 1, from);
      case ',', '^' -> {
        String function = operator(",^", 2);
        close(from);
        yield new Variable(name, function, List.of(), from);
      }
      case '/' -> replacement(name, from);
      case '#' -> trim(name, "#", from);
      case '%' -> trim(name, "%", from);
      case '}' -> {
        at++;
        yield new Variable(name, "", List.of(), from);
      }
      default -> throw new SubstitutionException(from, "missing closing brace");
    };
  }

  private String name() {
    int from = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!Character.isLetter(c) && !Character.isDigit(c) && c != '_') {
        break;
      }
      at += Character.charCount(c);
    }
    return text.substring(from, at);
  }

  /// Up to `most` characters out of `allowed`.
  private String operator(String allowed, int most) {
    int from = at;
    while (at < text.length() && at - from < most && allowed.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private void close(int from) throws SubstitutionException {
    if (peek() != '}') {
      throw new SubstitutionException(from, "bad substitution");
    }
    at++;
  }

  private Variable defaults(String name, int operatorLength, int from)
      throws SubstitutionException {
    at += operatorLength;
    var argument = new ArrayList<Part>();
    while (peek() != '}') {
      argument.add(argument("}", false, from));
    }
    at++;
    return new Variable(
        name, "=", argument.isEmpty() ? List.of() : List.of(List.copyOf(argument)), from);
  }

  private Variable cut(String name, int from) throws SubstitutionException {
    at++;
    var arguments = new ArrayList<List<Part>>();
    arguments.add(List.of(argument(":}", false, from)));
    if (peek() == ':') {
      operator(":", Integer.MAX_VALUE);
      arguments.add(List.of(argument("}", false, from)));
    }
    close(from);
    return new Variable(name, ":", arguments, from);
  }

  private Variable trim(String name, String mark, int from) throws SubstitutionException {
    String function = operator(mark, 2);
    Part pattern = argument("}", false, from);
    close(from);
    return new Variable(name, function, List.of(List.of(pattern)), from);
  }

  private Variable replacement(String name, int from) throws SubstitutionException {
    at++;
    String function = "/" + operator("/#%", 1);
    var arguments = new ArrayList<List<Part>>();
    arguments.add(List.of(argument("/", true, from)));
    if (operator("/", Integer.MAX_VALUE).isEmpty()) {
      throw new SubstitutionException(from, "bad substitution");
    }
    if (peek() != '}') {
      arguments.add(List.of(argument("}", true, from)));
    }
    close(from);
    return new Variable(name, function, arguments, from);
  }

  /// One nested `${}`, or at least one character before any of `ends`. With `escapes`, a backslash
  /// takes its meaning from a slash and from a backslash, and two dollars are one.
  private Part argument(String ends, boolean escapes, int from) throws SubstitutionException {
    if (opens()) {
      return variable();
    }
    var piece = new StringBuilder();
    int begin = at;
    while (at < text.length() && !opens()) {
      String escaped = escapes ? escaped() : null;
      if (escaped != null) {
        piece.append(escaped);
        at += 2;
      } else if (ends.indexOf(text.charAt(at)) >= 0) {
        break;
      } else {
        piece.append(text.charAt(at++));
      }
    }
    if (at == begin) {
      throw new SubstitutionException(from, "unable to parse substitution within function");
    }
    return new Plain(piece.toString(), begin);
  }

  private @Nullable String escaped() {
    if (text.startsWith("$$", at)) {
      return "$";
    }
    return text.startsWith("\\/", at) || text.startsWith("\\\\", at)
        ? text.substring(at + 1, at + 2)
        : null;
  }
}
