package io.tributary.dialects.yaml;

import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps secrets out of the lines that findings show.
///
/// Errors are found exactly where keys are misspelled and values misplaced, so what is secret is
/// told by the look of the key, generously. Masked text is overwritten in place, so that columns
/// stay true.
final class SecretMask {
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(pass?w|pas+wo?r|pwd|passphrase|secret|token|credential|(^|[_.-])(api|access|private|account)?_?key$"
              + "|proxy_connect_header|authorization$).*");
  private static final Pattern PLACE_KEY = Pattern.compile("(?i).*_(file|path|ref|url|id)$");
  private static final List<String> SECRET_NAMES =
      List.of("password", "credentials", "bearer_token", "client_secret", "secrets", "passphrase");
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@]*:)([^\\n]*)@");
  private static final Pattern LINE_KEY =
      Pattern.compile("(?:^|[\\s{,\\[-])[\"']?([\\w.-]+)[\"']?\\s*:(?=\\s|$)");
  private static final int LOOK_BACK_LINES = 200;

  private final SourceText source;

  /// Null when the document has no structure to go by.
  private final @Nullable List<Scalar> secrets;

  private SecretMask(SourceText source, @Nullable List<Scalar> secrets) {
    this.source = source;
    this.secrets = secrets;
  }

  static SecretMask of(SourceText source, @Nullable YamlNode root) {
    if (root == null) {
      return new SecretMask(source, null);
    }
    var secrets = new ArrayList<Scalar>();
    collect(root, false, secrets, Collections.newSetFromMap(new IdentityHashMap<>()));
    return new SecretMask(source, secrets);
  }

  static boolean isSecretKey(String key) {
    if (PLACE_KEY.matcher(key).matches() || key.length() > 64) {
      return false;
    }
    return SECRET_KEY.matcher(key).matches()
        || Suggestions.nearest(key.toLowerCase(Locale.ROOT), SECRET_NAMES).isPresent();
  }

  private static void collect(
      YamlNode node, boolean secret, List<Scalar> secrets, Set<YamlNode> seen) {
    switch (node) {
      case Scalar scalar -> {
        if (secret) {
          secrets.add(scalar);
        }
      }
      case Sequence sequence -> {
        if (secret || seen.add(sequence)) {
          sequence.items().forEach(item -> collect(item, secret, secrets, seen));
        }
      }
      case Mapping mapping -> {
        if (secret || seen.add(mapping)) {
          for (Entry entry : mapping.entries()) {
            boolean secretKey = entry.key() instanceof Scalar key && isSecretKey(key.text());
            // An authorization block has parts that are not secret; a scalar there was meant to be
            // one.
            boolean block = secretKey && !secret && entry.value() instanceof Mapping;
            collect(
                entry.value(), secret || (secretKey && !block) || isHeaders(entry), secrets, seen);
          }
        }
      }
    }
  }

  private static boolean isHeaders(Entry entry) {
    return entry.key() instanceof Scalar key && key.text().equals("proxy_connect_header");
  }

  /// The line as it may be shown.
  String line(int number) {
    String line = source.line(number);
    return maskUrls(
        secrets == null ? maskUnstructured(line, number) : maskScalars(line, number, secrets));
  }

  private static String maskScalars(String line, int number, List<Scalar> secrets) {
    var masked = new StringBuilder(line);
    for (Scalar secret : secrets) {
      if (secret.line() <= number && number <= secret.endLine()) {
        int from = secret.line() == number ? secret.column() - 1 : 0;
        int to = secret.endLine() == number ? secret.endColumn() - 1 : Integer.MAX_VALUE;
        overwrite(masked, index(line, from), index(line, to));
      }
    }
    return masked.toString();
  }

  /// Without a graph: what follows a secret's key, and what has no key of its own but stands not
  /// far below one.
  private String maskUnstructured(String line, int number) {
    var masked = new StringBuilder(line);
    Matcher keys = LINE_KEY.matcher(line);
    boolean hasKey = false;
    while (keys.find()) {
      hasKey = true;
      if (isSecretKey(keys.group(1))) {
        overwrite(masked, keys.end(), line.length());
        break;
      }
    }
    if (!hasKey && secretKeyAbove(number)) {
      overwrite(masked, 0, line.length());
    }
    return masked.toString();
  }

  private boolean secretKeyAbove(int number) {
    for (int above = number - 1; above >= Math.max(1, number - LOOK_BACK_LINES); above--) {
      Matcher keys = LINE_KEY.matcher(source.line(above));
      while (keys.find()) {
        if (isSecretKey(keys.group(1))) {
          return true;
        }
      }
    }
    return false;
  }

  private static void overwrite(StringBuilder line, int from, int to) {
    for (int i = from; i < Math.min(to, line.length()); i++) {
      if (!Character.isWhitespace(line.charAt(i))) {
        line.setCharAt(i, '*');
      }
    }
  }

  private static int index(String line, int codePoints) {
    return codePoints >= line.length()
        ? line.length()
        : line.offsetByCodePoints(0, Math.min(codePoints, line.codePointCount(0, line.length())));
  }

  /// Overwrites the password of every URL in `text`.
  static String maskUrls(String text) {
    if (!text.contains("://")) {
      return text;
    }
    return URL_PASSWORD
        .matcher(text)
        .replaceAll(url ->
            Matcher.quoteReplacement(url.group(1) + "x".repeat(url.group(2).length()) + "@"));
  }
}
