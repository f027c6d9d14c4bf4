package io.tributary.base.bytes;

import java.util.ArrayList;
import java.util.List;

/// Collects items into packs of some tens of kilobytes, so that whoever reads them ([PackSource])
/// needs no more room than that at a time, and no more than fits a cache.
///
/// Reusable; owned by one thread.
public final class PackSink {
  /// A pack ends behind the item that reaches this.
  static final int PACK_BYTES = 64 << 10;

  private final Pack packer = new Pack();
  private final List<byte[]> packs = new ArrayList<>();
  private ByteSink items = new ByteSink(PACK_BYTES);

  public PackSink() {}

  /// Where the item at hand is written.
  public ByteSink item() {
    return items;
  }

  public void endItem() {
    if (items.size() >= PACK_BYTES) {
      cut();
    }
  }

  private void cut() {
    packs.add(packer.pack(items.array(), items.size()));
    items.clear();
    if (items.array().length > 8 * PACK_BYTES) {
      items = new ByteSink(PACK_BYTES);
    }
  }

  /// The packs of all items since the last call.
  public byte[][] finish() {
    if (items.size() > 0) {
      cut();
    }
    byte[][] all = packs.toArray(byte[][]::new);
    packs.clear();
    return all;
  }
}
