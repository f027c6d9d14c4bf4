package io.tributary.net.scrape;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// The bytes of one answer as they arrive, in an array of the loop's [BodyBuffers]. Empty between
/// answers. Owned by the loop's thread.
final class HeldBytes {
  private static final byte[] NOTHING = new byte[0];

  private final SelectorLoop loop;
  private final LoopChannel owner;
  private byte[] array = NOTHING;
  private int size;

  HeldBytes(SelectorLoop loop, LoopChannel owner) {
    this.loop = loop;
    this.owner = owner;
  }

  int size() {
    return size;
  }

  /// What is reserved, used or not.
  int reservedBytes() {
    return array.length;
  }

  /// Starts anew with whatever array there is.
  void clear() {
    size = 0;
  }

  /// Makes room for `more` bytes and the padding. Throws where the memory for bodies does not
  /// suffice and nobody has more of it for longer.
  void ensure(long more) {
    long needed = size + more + ScrapeListener.PADDING;
    if (array.length >= needed) return;
    long wanted = array.length == 0 ? needed : Math.max(needed, BodyBuffers.grown(array.length));
    byte[] larger = loop.takeBuffer(owner, wanted, needed);
    System.arraycopy(array, 0, larger, 0, size);
    give();
    array = larger;
  }

  void put(byte[] bytes, int from, int length) {
    ensure(length);
    System.arraycopy(bytes, from, array, size, length);
    size += length;
  }

  /// Reads at most `wanted` bytes, for which there is room; the count, or −1 at the end.
  int read(SocketChannel socket, int wanted) throws IOException {
    int got = socket.read(ByteBuffer.wrap(array, size, wanted));
    size += Math.max(got, 0);
    return got;
  }

  /// Hands the array over: the caller gives it back to the loop's buffers.
  byte[] take() {
    byte[] taken = array;
    array = NOTHING;
    size = 0;
    return taken;
  }

  /// Lets go of everything.
  void release() {
    give();
    array = NOTHING;
    size = 0;
  }

  private void give() {
    if (array.length > 0) loop.buffers().give(array);
  }
}
