package io.tributary.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/// One event as one line: time, level and message under the keys of its [LogStyle], then the
/// attributes in the order in which they were given.
///
/// An exception becomes `err`, its messages nested into one sentence; where a defect is likely, an
/// error with an unchecked exception, `stack` follows. Nothing in a value can end the line or reach
/// the terminal: control characters are escaped.
///
/// Source: parity CLI-07; prometheus/common `promslog`.
final class LineLayout {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final int MAX_STACK_FRAMES = 30;

  private static final DateTimeFormatter NANOS = DateTimeFormatter.ISO_INSTANT;

  private final LogFormat format;
  private final LogStyle style;

  LineLayout(LogFormat format, LogStyle style) {
    this.format = format;
    this.style = style;
  }

  String line(ILoggingEvent event) {
    Map<String, String> attributes = attributes(event);
    var out = new StringBuilder(160);
    if (format == LogFormat.JSON) {
      char separator = '{';
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        out.append(separator);
        Escapes.json(attribute.getKey(), out);
        out.append(':');
        Escapes.json(attribute.getValue(), out);
        separator = ',';
      }
      return out.append("}\n").toString();
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (!out.isEmpty()) {
        out.append(' ');
      }
      Escapes.logfmtKey(attribute.getKey(), out);
      out.append('=');
      Escapes.logfmt(attribute.getValue(), out);
    }
    return out.append('\n').toString();
  }

  /// The line with one more attribute at its end.
  String withCount(String line, String key, long count) {
    return format == LogFormat.JSON
        ? line.substring(0, line.length() - 2) + ",\"" + key + "\":" + count + "}\n"
        : line.substring(0, line.length() - 1) + " " + key + "=" + count + "\n";
  }

  private Map<String, String> attributes(ILoggingEvent event) {
    var out = new LinkedHashMap<String, String>();
    switch (style) {
      case PROMETHEUS -> {
        out.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        out.put("level", event.getLevel().toString());
        out.put("source", source(event));
      }
      case FLOW -> {
        out.put("ts", NANOS.format(instant(event)));
        out.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
      }
    }
    out.put("msg", String.valueOf(event.getFormattedMessage()));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        out.putIfAbsent(pair.key, String.valueOf(pair.value));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      out.putIfAbsent("err", sentence(thrown));
      if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getLevel() == Level.DEBUG) {
        out.put("stack", stack(thrown));
      }
    }
    return out;
  }

  private static Instant instant(ILoggingEvent event) {
    Instant instant = event.getInstant();
    return instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant;
  }

  private static String source(ILoggingEvent event) {
    StackTraceElement[] caller = event.getCallerData();
    if (caller == null || caller.length == 0) {
      return event.getLoggerName();
    }
    return caller[0].getFileName() + ":" + caller[0].getLineNumber();
  }

  private static String sentence(IThrowableProxy thrown) {
    var out = new StringBuilder();
    IThrowableProxy at = thrown;
    for (int depth = 0; at != null && depth < 8; depth++) {
      String message = at.getMessage();
      String part = message == null || message.isBlank() ? simpleName(at.getClassName()) : message;
      if (out.indexOf(part) < 0) {
        out.append(out.isEmpty() ? "" : ": ").append(part);
      }
      at = at.getCause();
    }
    return out.toString();
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String stack(IThrowableProxy thrown) {
    var out = new StringBuilder(thrown.getClassName());
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    for (int i = 0; i < Math.min(frames.length, MAX_STACK_FRAMES); i++) {
      out.append(" | ").append(frames[i].getStackTraceElement());
    }
    return out.toString();
  }
}
