package io.tributary.agent.web;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A series selector as PromQL writes it, `name{label="value",other=~"regex"}`, for `match_target`.
///
/// Regular expressions are anchored; an absent label is the empty text.
public record LabelSelector(List<Matcher> matchers) {
  public static final LabelSelector ANY = new LabelSelector(List.of());

  /// What one label has to satisfy.
  public record Matcher(String label, Predicate<String> test) {}

  public LabelSelector {
    matchers = List.copyOf(matchers);
  }

  public boolean matches(Labels labels) {
    return matchers.stream().allMatch(m -> m.test().test(labels.getOrEmpty(m.label())));
  }

  /// Throws [ApiError] naming `parameter` and the place of what was not understood.
  public static LabelSelector parse(String text, String parameter) throws ApiError {
    return new Parser(text, parameter).parse();
  }

  /// Reads one selector from left to right.
  private static final class Parser {
    private final String text;
    private final String parameter;
    private int at;

    Parser(String text, String parameter) {
      this.text = text;
      this.parameter = parameter;
    }

    LabelSelector parse() throws ApiError {
      var matchers = new ArrayList<Matcher>();
      blanks();
      if (at < text.length() && text.charAt(at) != '{') {
        String name = word();
        matchers.add(new Matcher(Labels.METRIC_NAME, name::equals));
        blanks();
      }
      if (at < text.length() && text.charAt(at) == '{') {
        at++;
        blanks();
        while (peek() != '}') {
          matchers.add(matcher());
          blanks();
          if (peek() == ',') {
            at++;
            blanks();
          } else if (peek() != '}') {
            throw unexpected();
          }
        }
        at++;
        blanks();
      }
      if (at < text.length() || matchers.isEmpty()) {
        throw unexpected();
      }
      return new LabelSelector(matchers);
    }

    private Matcher matcher() throws ApiError {
      String label = peek() == '"' || peek() == '\'' ? quoted() : word();
      blanks();
      String operator = operator();
      blanks();
      String value = quoted();
      return new Matcher(
          label,
          switch (operator) {
            case "=" -> value::equals;
            case "!=" -> seen -> !seen.equals(value);
            case "=~" -> regex(value);
            default -> regex(value).negate();
          });
    }

    private String operator() throws ApiError {
      for (String operator : List.of("=~", "!~", "!=", "=")) {
        if (text.startsWith(operator, at)) {
          at += operator.length();
          return operator;
        }
      }
      throw unexpected();
    }

    private Predicate<String> regex(String value) throws ApiError {
      try {
        Pattern pattern = Pattern.compile("^(?s:" + value + ")$");
        return seen -> pattern.matcher(seen).matches();
      } catch (PatternSyntaxException e) {
        throw error(String.valueOf(e.getMessage()));
      }
    }

    private String word() throws ApiError {
      int from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || "_:".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      if (at == from) {
        throw unexpected();
      }
      return text.substring(from, at);
    }

    private String quoted() throws ApiError {
      char quote = peek();
      if (quote != '"' && quote != '\'' && quote != '`') {
        throw unexpected();
      }
      at++;
      var out = new StringBuilder();
      while (peek() != quote) {
        char c = text.charAt(at++);
        if (c == '\\' && quote != '`') {
          char escaped = peek();
          at++;
          out.append(
              switch (escaped) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case '\\', '"', '\'' -> escaped;
                default -> throw error("unknown escape sequence \\" + escaped);
              });
        } else {
          out.append(c);
        }
      }
      at++;
      return out.toString();
    }

    private void blanks() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
    }

    private char peek() throws ApiError {
      if (at >= text.length()) {
        throw error("unexpected end of input");
      }
      return text.charAt(at);
    }

    private ApiError unexpected() {
      return at >= text.length()
          ? error("unexpected end of input")
          : error("unexpected character '" + text.charAt(at) + "' at position " + (at + 1));
    }

    private ApiError error(String reason) {
      return ApiError.badData("invalid parameter \"" + parameter + "\": " + reason);
    }
  }
}
