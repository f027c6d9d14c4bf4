package io.tributary.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one line an event, in one write, so that lines of several processes do not mix.
///
/// Until it knows how lines are to be written, events wait. Logback calls `append` under the lock
/// of this appender, and nothing else is called without it.
final class LineAppender extends AppenderBase<ILoggingEvent> {
  /// More events than a start has; further ones are counted.
  static final int MOST_WAITING = 1000;

  private final OutputStream out;
  private final RepeatLimit repeats = new RepeatLimit();
  private final List<ILoggingEvent> waiting = new ArrayList<>();
  private long leftOut;
  private @Nullable LineLayout layout;

  LineAppender(OutputStream out) {
    this.out = out;
  }

  /// Writes lines like this from now on, those that have waited first if they are severe enough.
  synchronized void use(LineLayout next, Level least) {
    layout = next;
    for (ILoggingEvent event : List.copyOf(waiting)) {
      if (event.getLevel().isGreaterOrEqual(least)) {
        append(event);
      }
    }
    if (leftOut > 0) {
      // The last one that there was room for, once more: what follows it is missing.
      write(next.withCount(next.line(waiting.getLast()), "events_left_out", leftOut));
    }
    waiting.clear();
    leftOut = 0;
  }

  synchronized boolean isWaiting() {
    return layout == null;
  }

  @Override
  protected void append(ILoggingEvent event) {
    LineLayout now = layout;
    if (now == null) {
      if (waiting.size() < MOST_WAITING) {
        event.prepareForDeferredProcessing();
        waiting.add(event);
      } else {
        leftOut++;
      }
      return;
    }
    RepeatLimit.Verdict verdict =
        isOfList(event)
            ? RepeatLimit.PRINT
            : repeats.ask(
                event.getLoggerName(), event.getLevel(), event.getMessage(), event.getTimeStamp());
    if (!verdict.prints()) {
      return;
    }
    String line = now.line(event);
    if (verdict.suppressedBefore() > 0) {
      line = now.withCount(line, "repeats_suppressed", verdict.suppressedBefore());
    }
    write(line);
  }

  private void write(String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      addError("cannot write the log", e);
    }
  }

  private static boolean isOfList(ILoggingEvent event) {
    return event.getMarkerList() != null && event.getMarkerList().contains(Logging.LIST);
  }
}
