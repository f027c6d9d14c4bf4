package io.tributary.dialects.yaml;

import io.tributary.base.secret.SecretNames;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps secrets out of the lines that findings show.
///
/// Errors are found exactly where keys are misspelled and values misplaced, so what is secret is
/// told by the look of the key, generously. Masked text is overwritten in place, so that columns
/// stay true.
final class SecretMask {
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@]*:)([^\\n]*)@");

  /// What stands where a port should be, in a URL whose end is missing.
  private static final Pattern URL_REMAINDER =
      Pattern.compile("(://(?!\\[)[^/\\s:@\"']*:)([^\\s/\"']*[^\\d\\s/\"',\\]}][^\\s/\"']*)");

  private static final Pattern URL_PARAMETER = Pattern.compile("([?&][\\w.-]+=)([^&\\s\"'#]+)");

  private static final Pattern LINE_KEY =
      Pattern.compile("(?:^|[\\s{,\\[-])[\"']?([\\w.-]+)[\"']?\\s*:(?=\\s|$)");
  private static final int LOOK_BACK_LINES = 200;

  private final SourceText source;

  /// Null when the document has no structure to go by.
  private final @Nullable Secrets secrets;

  private SecretMask(SourceText source, @Nullable Secrets secrets) {
    this.source = source;
    this.secrets = secrets;
  }

  /// The secret scalars of a document, by the line on which they begin; those of several lines
  /// apart.
  private static final class Secrets {
    private static final int MAX_PAIR = 4_096;

    private final Map<Integer, List<Scalar>> byLine = new HashMap<>();
    private final List<Scalar> multiLine = new ArrayList<>();
    private final Set<YamlNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<YamlNode> seenSecret = Collections.newSetFromMap(new IdentityHashMap<>());

    void collect(YamlNode node, boolean secret) {
      if (!(secret ? seenSecret : seen).add(node)) {
        return;
      }
      switch (node) {
        case Scalar scalar -> {
          if (secret || isLostPair(scalar.text())) {
            add(scalar);
          }
        }
        case Sequence sequence -> sequence.items().forEach(item -> collect(item, secret));
        case Mapping mapping -> mapping.entries().forEach(entry -> collect(entry, secret));
      }
    }

    /// A key and its secret that became one text because the colon or the space is missing.
    private static boolean isLostPair(String text) {
      if (text.length() > MAX_PAIR || !text.matches("(?s).*[\\s:].*")) {
        return false;
      }
      return Arrays.stream(text.split("[\\s:]+")).anyMatch(SecretNames::isSecret);
    }

    private void collect(Entry entry, boolean secret) {
      String key = entry.key() instanceof Scalar scalar ? scalar.text() : "";
      // An authorization block has parts that are not secret; a scalar in its place was meant to be
      // one.
      boolean block = entry.value() instanceof Mapping && key.equals("authorization");
      // Below a secret's key a pair of texts may be the secret, torn apart by a stray colon.
      boolean torn = secret && entry.value() instanceof Scalar;
      if (torn || !(entry.key() instanceof Scalar)) {
        collect(entry.key(), secret);
      }
      collect(entry.value(), secret || (SecretNames.isSecret(key) && !block));
    }

    private void add(Scalar scalar) {
      if (scalar.line() == scalar.endLine()) {
        byLine.computeIfAbsent(scalar.line(), _ -> new ArrayList<>()).add(scalar);
      } else {
        multiLine.add(scalar);
      }
    }

    void mask(StringBuilder masked, String line, int number) {
      Stream.concat(byLine.getOrDefault(number, List.of()).stream(), multiLine.stream())
          .filter(secret -> secret.line() <= number && number <= secret.endLine())
          .forEach(secret -> {
            int from = secret.line() == number ? secret.column() - 1 : 0;
            int to = secret.endLine() == number ? secret.endColumn() - 1 : line.length();
            overwrite(masked, index(line, from), index(line, to));
          });
    }
  }

  static SecretMask of(SourceText source, @Nullable YamlNode root) {
    if (root == null) {
      return new SecretMask(source, null);
    }
    var secrets = new Secrets();
    secrets.collect(root, false);
    return new SecretMask(source, secrets);
  }

  /// The line as it may be shown.
  String line(int number) {
    String line = source.line(number);
    return maskUrls(
        secrets == null ? maskUnstructured(line, number) : maskScalars(line, number, secrets));
  }

  private static String maskScalars(String line, int number, Secrets secrets) {
    var masked = new StringBuilder(line);
    secrets.mask(masked, line, number);
    return masked.toString();
  }

  /// Whether something on the line may not be shown.
  boolean hides(int number) {
    return !line(number).equals(source.line(number));
  }

  /// Without a graph: what follows a secret's key, and what has no key of its own but stands not
  /// far below one.
  private String maskUnstructured(String line, int number) {
    var masked = new StringBuilder(line);
    Matcher keys = LINE_KEY.matcher(line);
    boolean hasKey = false;
    while (keys.find()) {
      hasKey = true;
      if (SecretNames.isSecret(keys.group(1))) {
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
        if (SecretNames.isSecret(keys.group(1))) {
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

  /// Overwrites the password of every URL in `text`, and its parameters with the name of a secret.
  static String maskUrls(String text) {
    if (!text.contains("://")) {
      return text;
    }
    String masked = mask(text.contains("@") ? URL_PASSWORD : URL_REMAINDER, text, _ -> true);
    return mask(URL_PARAMETER, masked, parameter -> isSecret(parameter.group(1)));
  }

  private static boolean isSecret(String parameter) {
    return SecretNames.isSecret(parameter.substring(1, parameter.length() - 1));
  }

  /// Overwrites the second group where it `hides`.
  private static String mask(Pattern pattern, String text, Predicate<MatchResult> hides) {
    return pattern
        .matcher(text)
        .replaceAll(found -> {
          String whole = found.group();
          if (!hides.test(found)) {
            return Matcher.quoteReplacement(whole);
          }
          int from = found.end(1) - found.start();
          int to = found.end(2) - found.start();
          return Matcher.quoteReplacement(
              whole.substring(0, from) + "x".repeat(to - from) + whole.substring(to));
        });
  }
}
