package io.tributary.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes one line an event, in one write, so that lines of several processes do not mix.
///
/// Logback calls `append` under a lock of its own: no field needs another.
final class LineAppender extends AppenderBase<ILoggingEvent> {
  private final LineLayout layout;
  private final OutputStream out;
  private final RepeatLimit repeats = new RepeatLimit();

  LineAppender(LineLayout layout, OutputStream out) {
    this.layout = layout;
    this.out = out;
  }

  @Override
  protected void append(ILoggingEvent event) {
    RepeatLimit.Verdict verdict =
        isOfList(event)
            ? RepeatLimit.PRINT
            : repeats.ask(
                event.getLoggerName(), event.getLevel(), event.getMessage(), event.getTimeStamp());
    if (!verdict.prints()) {
      return;
    }
    String line = layout.line(event);
    if (verdict.suppressedBefore() > 0) {
      line = layout.withCount(line, "repeats_suppressed", verdict.suppressedBefore());
    }
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
