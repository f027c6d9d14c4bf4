package io.tributary.base.bytes;

/// Reads what a [PackSink] collected, one pack after the other.
///
/// Reusable; owned by one thread. What it unpacked stays until the item behind the pack is asked
/// for.
public final class PackSource {
  /// A larger array is let go of: few items are that large.
  private static final int MAX_KEPT_BYTES = 16 * PackSink.PACK_BYTES;

  private static final byte[] NONE = {};

  private final ByteSource items = new ByteSource(NONE);
  private byte[] unpacked = NONE;
  private byte[][] packs = {};
  private int next;

  public PackSource() {}

  /// Stands before the first item of `packs`.
  public void reset(byte[][] packs) {
    this.packs = packs;
    next = 0;
    items.reset(unpacked, 0, 0);
  }

  /// Stands before the next item.
  public ByteSource item() {
    if (!items.hasRemaining()) {
      unpack(packs[next++]);
    }
    return items;
  }

  private void unpack(byte[] pack) {
    int room = Pack.unpackedBytes(pack) + Pack.SLACK;
    if (unpacked.length < room || unpacked.length > MAX_KEPT_BYTES) {
      unpacked = new byte[room + room / 4];
    }
    items.reset(unpacked, 0, Pack.unpack(pack, unpacked));
  }
}
