package io.tributary.base.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides secrets in lines of a configuration that are shown because something is wrong there.
///
/// Lines may be as long as a file and hold anything: each is read a fixed number of times.
public final class SecretText {
  private static final Pattern KEY =
      Pattern.compile("(?<![\\w.-])([A-Za-z_][\\w.-]*+)\"?\\s*+=(?!=)");
  private static final Pattern URL_PARAMETER = Pattern.compile("[?&]([\\w.-]++)=([^&\\s\"'#]++)");
  private static final String SCHEME_END = "://";

  private SecretText() {}

  /// A line of River: what follows a key with the name of a secret is overwritten, and so are
  /// passwords and parameters of URLs. Every character stays where it is.
  public static String maskedLine(String line) {
    var masked = new StringBuilder(line);
    maskPasswords(line, masked);
    Matcher parameter = URL_PARAMETER.matcher(line);
    while (parameter.find()) {
      if (SecretNames.isSecret(parameter.group(1))) {
        overwrite(masked, parameter.start(2), parameter.end(2));
      }
    }
    Matcher key = KEY.matcher(line);
    while (key.find()) {
      if (SecretNames.isSecret(key.group(1))) {
        overwrite(masked, key.end(), line.length());
        break;
      }
    }
    return masked.toString();
  }

  /// Passwords of URLs: what stands between `://user:` and the last `@` before a blank or a quote.
  private static void maskPasswords(String line, StringBuilder masked) {
    int from = 0;
    while (from < line.length()) {
      int end = endOfWord(line, from);
      maskPassword(line, from, end, masked);
      from = end + 1;
    }
  }

  private static void maskPassword(String line, int from, int end, StringBuilder masked) {
    int at = end - 1;
    while (at >= from && line.charAt(at) != '@') {
      at--;
    }
    int scheme = line.indexOf(SCHEME_END, from, end);
    while (scheme >= 0 && scheme < at) {
      int user = scheme + SCHEME_END.length();
      int colon = endOfUser(line, user, at);
      if (colon < at && line.charAt(colon) == ':') {
        overwrite(masked, colon + 1, at);
        return;
      }
      scheme = line.indexOf(SCHEME_END, user, end);
    }
  }

  private static int endOfWord(String line, int from) {
    int end = from;
    while (end < line.length()
        && line.charAt(end) != '"'
        && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfUser(String line, int from, int end) {
    int at = from;
    while (at < end && "/:@".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /// A message about a value that was meant to be a secret: what it quotes is left out.
  public static String withoutLiterals(String message) {
    var out = new StringBuilder(message.length());
    for (int i = 0; i < message.length(); i++) {
      if (message.charAt(i) == '"') {
        out.append("\"***\"");
        i = endOfLiteral(message, i + 1);
      } else {
        out.append(message.charAt(i));
      }
    }
    return out.toString();
  }

  /// The quote that ends a literal, or the end of the text.
  private static int endOfLiteral(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private static void overwrite(StringBuilder line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isWhitespace(line.charAt(i))) {
        line.setCharAt(i, '*');
      }
    }
  }
}
