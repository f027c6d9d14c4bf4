package io.tributary.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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

  /// Clients of stores tell of every attempt and every frame; what fails of it, the store tells.
  private static final List<String> LIBRARIES_OF_STORES =
      List.of("io.etcd", "io.grpc", "io.netty", "io.vertx", "org.kiwiproject");

  private Logging() {}

  /// Guarded by the class.
  private static @Nullable LineAppender appender;

  private static LogStyle style = LogStyle.PROMETHEUS;

  /// Sends the log to `out` from now on, in place of wherever it went before. `level` is one of
  /// `debug`, `info`, `warn`, `error`.
  public static synchronized void start(String level, LogFormat format, OutputStream out) {
    open(LogStyle.PROMETHEUS, out);
    change(level, format);
  }

  /// The same for a log whose level and format a configuration says: until [#change] tells them,
  /// lines wait.
  public static synchronized void startWaiting(LogStyle lines, OutputStream out) {
    open(lines, out);
    level("info");
  }

  private static void open(LogStyle lines, OutputStream out) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var opened = new LineAppender(out);
    opened.setContext(context);
    opened.setName("lines");
    opened.start();
    root(context).addAppender(opened);
    // The HTTP library narrates its own start.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    for (String library : LIBRARIES_OF_STORES) {
      context.getLogger(library).setLevel(Level.OFF);
    }
    // What it says of members and connections, the cluster's own log and metrics say better.
    context.getLogger("org.jgroups").setLevel(Level.ERROR);
    // Its transport, under our name.
    context.getLogger("io.tributary.cluster.group.GroupTransport").setLevel(Level.OFF);
    appender = opened;
    style = lines;
  }

  /// Changes the least severity that is logged, and how lines are written.
  public static synchronized void change(String level, LogFormat format) {
    level(level);
    if (appender != null) {
      appender.use(new LineLayout(format, style), parse(level));
    }
  }

  /// Lets lines that still wait be written, as they are by default.
  public static synchronized void stopWaiting() {
    if (appender != null && appender.isWaiting()) {
      change("info", LogFormat.LOGFMT);
    }
  }

  /// Changes the least severity that is logged.
  public static void level(String level) {
    root((LoggerContext) LoggerFactory.getILoggerFactory()).setLevel(parse(level));
  }

  private static Level parse(String level) {
    return Level.toLevel(level.toUpperCase(Locale.ROOT), Level.INFO);
  }

  private static Logger root(LoggerContext context) {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
