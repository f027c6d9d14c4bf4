package io.tributary.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.OutputStream;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/// Sets up the log of this process.
///
/// The level can be changed while the process runs: [#level] takes effect at once.
public final class Logging {
  /// Marks lines that are a list rather than repeats, the errors of a configuration say: none of
  /// them is left out.
  public static final Marker LIST = MarkerFactory.getMarker("LIST");

  private Logging() {}

  /// Sends the log to `out` from now on, in place of wherever it went before. `level` is one of
  /// `debug`, `info`, `warn`, `error`.
  public static void start(String level, LogFormat format, OutputStream out) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var appender = new LineAppender(new LineLayout(format), out);
    appender.setContext(context);
    appender.setName("lines");
    appender.start();
    root(context).addAppender(appender);
    level(level);
    // The HTTP library narrates its own start.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
  }

  /// Changes the least severity that is logged.
  public static void level(String level) {
    root((LoggerContext) LoggerFactory.getILoggerFactory())
        .setLevel(Level.toLevel(level.toUpperCase(Locale.ROOT), Level.INFO));
  }

  private static Logger root(LoggerContext context) {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
