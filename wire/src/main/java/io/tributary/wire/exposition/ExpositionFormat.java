package io.tributary.wire.exposition;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The three grammars of scraped bodies. Versions do not change how a body is read.
public enum ExpositionFormat {
  /// Prometheus text 0.0.4 and 1.0.0.
  TEXT("text/plain"),
  /// OpenMetrics text 0.0.1 and 1.0.0.
  OPEN_METRICS("application/openmetrics-text"),
  /// `io.prometheus.client.MetricFamily` messages, each behind its length.
  PROTOBUF("application/vnd.google.protobuf");

  private final String mediaType;

  ExpositionFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /// What a Content-Type leads to. Without a `format` the scrape fails and `problem` says why; with
  /// one, `problem` is worth a debug line: the fallback had to step in.
  public record Selection(@Nullable ExpositionFormat format, @Nullable String problem) {}

  /// Picks the format of a response. `fallback` is the configured `fallback_scrape_protocol`. A
  /// response without a body needs no format and should not come here.
  ///
  /// Source: Prometheus `model/textparse/interface.go`, Go `mime.ParseMediaType`.
  public static Selection select(@Nullable String contentType, @Nullable ScrapeProtocol fallback) {
    if (contentType == null || contentType.isEmpty()) {
      return fallBack("target sent no Content-Type", fallback);
    }
    String mediaType = mediaType(contentType);
    if (mediaType == null) {
      return fallBack("cannot parse Content-Type \"" + contentType + "\"", fallback);
    }
    for (ExpositionFormat format : values()) {
      if (format.mediaType.equals(mediaType)) {
        return new Selection(format, null);
      }
    }
    return fallBack("unsupported Content-Type \"" + contentType + "\"", fallback);
  }

  private static Selection fallBack(String what, @Nullable ScrapeProtocol fallback) {
    return fallback == null
        ? new Selection(null, what + " and no fallback_scrape_protocol is set")
        : new Selection(
            fallback.format(),
            what + ", using fallback_scrape_protocol \"" + fallback.configName() + "\"");
  }

  /// The lower-case media type, or null when the header does not parse.
  private static @Nullable String mediaType(String header) {
    int semicolon = header.indexOf(';');
    String base = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    base = base.toLowerCase(Locale.ROOT);
    int slash = base.indexOf('/');
    boolean well =
        slash < 0
            ? isToken(base)
            : isToken(base.substring(0, slash)) && isToken(base.substring(slash + 1));
    return well && (semicolon < 0 || hasGoodParameters(header, semicolon)) ? base : null;
  }

  private static boolean hasGoodParameters(String header, int from) {
    Map<String, String> values = new HashMap<>();
    int p = from;
    while (p < header.length()) {
      p = skipSpace(header, p);
      if (p == header.length()) {
        return true;
      }
      if (header.charAt(p) != ';') {
        return false;
      }
      p = skipSpace(header, p + 1);
      if (p == header.length()) {
        return true; // A semicolon at the very end is forgiven.
      }
      int nameFrom = p;
      p = skipToken(header, p);
      String name = header.substring(nameFrom, p).toLowerCase(Locale.ROOT);
      p = skipSpace(header, p);
      if (name.isEmpty() || p == header.length() || header.charAt(p) != '=') {
        return false;
      }
      p = skipSpace(header, p + 1);
      int valueEnd = skipValue(header, p);
      if (valueEnd == p) {
        return false;
      }
      // A parameter may come twice if it says the same.
      String value = header.substring(p, valueEnd);
      String unquoted = value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
      String earlier = values.put(name, unquoted);
      if (earlier != null && !earlier.equals(unquoted)) {
        return false;
      }
      p = valueEnd;
    }
    return true;
  }

  /// The end of a token or quoted string at `p`, or `p` when there is neither.
  private static int skipValue(String text, int p) {
    if (p == text.length() || text.charAt(p) != '"') {
      return skipToken(text, p);
    }
    for (int i = p + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
      } else if (c == '\r' || c == '\n') {
        return p;
      }
    }
    return p;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && skipToken(text, 0) == text.length();
  }

  private static int skipToken(String text, int from) {
    int p = from;
    while (p < text.length()
        && text.charAt(p) > ' '
        && text.charAt(p) < 0x7f
        && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(p)) < 0) {
      p++;
    }
    return p;
  }

  private static int skipSpace(String text, int from) {
    int p = from;
    while (p < text.length() && Character.isWhitespace(text.charAt(p))) {
      p++;
    }
    return p;
  }
}
