package io.tributary.net.scrape;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connects to the first of several addresses that answers, without waiting for it; each gets its
/// share of the time that is left. One attempt at a time. Owned by the loop's thread.
final class Dialer implements SelectorLoop.Ready {
  /// What came of it; may be told before [#dial] returns.
  interface Outcome {
    /// `key` is registered for reading, and for its new owner to attach itself to.
    void connected(SocketChannel socket, SelectionKey key);

    /// No address answered; `reason` is what the last one said.
    void refused(String reason);
  }

  private static final long MIN_SHARE_NANOS = 50_000_000;

  private final SelectorLoop loop;
  private final EventLoop.Timer share;

  private List<SocketAddress> addresses = List.of();
  private int nextAddress;
  private long deadlineNanos;
  private @Nullable Outcome outcome;
  private @Nullable SocketChannel socket;
  private @Nullable SelectionKey key;

  Dialer(SelectorLoop loop) {
    this.loop = loop;
    this.share = loop.timer(this::shareExpired);
  }

  void dial(List<SocketAddress> found, long deadline, Outcome told) {
    cancel();
    addresses = found;
    nextAddress = 0;
    deadlineNanos = deadline;
    outcome = told;
    next("no address");
  }

  private void next(String problem) {
    var reason = problem;
    while (nextAddress < addresses.size()) {
      var address = addresses.get(nextAddress++);
      try {
        open(address);
        return;
      } catch (IOException | UnsupportedAddressTypeException e) {
        reason = LoopChannel.describe(e);
        close();
      }
    }
    var told = end();
    if (told != null) told.refused(reason);
  }

  private void open(SocketAddress address) throws IOException {
    boolean isUnix = address instanceof UnixDomainSocketAddress;
    var opened = isUnix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    socket = opened;
    opened.configureBlocking(false);
    if (!isUnix) opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean isConnected = opened.connect(address);
    int operation = isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    key = loop.register(opened, operation, this);
    if (isConnected) handOver();
    else limitShare();
  }

  private void limitShare() {
    int others = addresses.size() - nextAddress;
    if (others == 0) return;
    long now = loop.nanoTime();
    share.scheduleExact(now + Math.max((deadlineNanos - now) / (others + 1), MIN_SHARE_NANOS));
  }

  private void shareExpired() {
    if (socket == null) return;
    close();
    next("connection timed out");
  }

  @Override
  public void ready(SelectionKey ready) {
    var connecting = socket;
    if (ready != key || connecting == null) return;
    try {
      if (!connecting.finishConnect()) return;
    } catch (IOException e) {
      close();
      next(LoopChannel.describe(e));
      return;
    }
    ready.interestOps(SelectionKey.OP_READ);
    handOver();
  }

  private void handOver() {
    var opened = socket;
    var registered = key;
    socket = null;
    key = null;
    var told = end();
    if (told != null && opened != null && registered != null) told.connected(opened, registered);
  }

  /// Gives up an attempt under way; its outcome is not told.
  void cancel() {
    end();
    close();
  }

  private @Nullable Outcome end() {
    var told = outcome;
    outcome = null;
    share.cancel();
    return told;
  }

  private void close() {
    if (key != null) key.cancel();
    key = null;
    var open = socket;
    socket = null;
    if (open == null) return;
    try {
      open.close();
    } catch (IOException _) {
      // Never used: there is nothing that it could have lost.
    }
  }
}
