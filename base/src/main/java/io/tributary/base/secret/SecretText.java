package io.tributary.base.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides secrets in lines of a configuration that are shown because something is wrong there.
public final class SecretText {
  private static final Pattern KEY = Pattern.compile("([A-Za-z_][\\w.-]*)\"?\\s*=(?!=)");
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@\"]*:)([^\"\\s]*)@");
  private static final Pattern URL_PARAMETER = Pattern.compile("[?&]([\\w.-]+)=([^&\\s\"'#]+)");
  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"?");

  private SecretText() {}

  /// A line of River: what follows a key with the name of a secret is overwritten, and so are
  /// passwords and parameters of URLs. Every character stays where it is.
  public static String maskedLine(String line) {
    var masked = new StringBuilder(line);
    Matcher password = URL_PASSWORD.matcher(line);
    while (password.find()) {
      overwrite(masked, password.start(2), password.end(2));
    }
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

  /// A message about a value that was meant to be a secret: what it quotes is left out.
  public static String withoutLiterals(String message) {
    return LITERAL.matcher(message).replaceAll("\"***\"");
  }

  private static void overwrite(StringBuilder line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isWhitespace(line.charAt(i))) {
        line.setCharAt(i, '*');
      }
    }
  }
}
