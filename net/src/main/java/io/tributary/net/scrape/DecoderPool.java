package io.tributary.net.scrape;

import io.tributary.wire.compress.Gunzip;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Gzip decoders for threads that come and go.
final class DecoderPool implements AutoCloseable {
  private final ConcurrentLinkedQueue<Gunzip> free = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  Gunzip take() {
    var decoder = free.poll();
    return decoder == null ? new Gunzip() : decoder;
  }

  void give(Gunzip decoder) {
    free.add(decoder);
    if (isClosed.get()) close();
  }

  @Override
  public void close() {
    isClosed.set(true);
    for (var decoder = free.poll(); decoder != null; decoder = free.poll()) decoder.close();
  }
}
