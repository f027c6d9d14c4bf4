package io.tributary.agent.web.graph;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Texts that wait for the reader of a stream. There is room for so many, and for so many
/// characters, about; what comes when there is none is left out. Any number of threads offer, one
/// takes.
final class WaitingTexts {
  static final int MOST = 1000;

  /// One text may be longer, if nothing else waits.
  static final int MOST_CHARS = 1 << 20;

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(MOST);
  private final AtomicLong chars = new AtomicLong();

  /// Never waits.
  void offer(String text) {
    long before = chars.getAndAdd(text.length());
    boolean hasRoom = before == 0 || before + text.length() <= MOST_CHARS;
    if (!hasRoom || !texts.offer(text)) {
      chars.addAndGet(-text.length());
    }
  }

  /// The next one, null where there is none within the time.
  @Nullable String poll(long millis) throws InterruptedException {
    String text = texts.poll(millis, TimeUnit.MILLISECONDS);
    if (text != null) {
      chars.addAndGet(-text.length());
    }
    return text;
  }
}
