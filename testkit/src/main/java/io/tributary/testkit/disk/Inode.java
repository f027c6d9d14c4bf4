package io.tributary.testkit.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// The bytes of one file of a [SimulatedDisk], as written and as durable; names point to it.
/// Guarded by the disk.
final class Inode {
  private static final int SECTOR = 512;

  byte[] bytes = new byte[0];
  byte[] durable = new byte[0];

  /// Sectors that the next force writes. After a force that failed, those that it was to write
  /// count as clean, as on Linux: only what is written anew can become durable.
  final BitSet dirty = new BitSet();

  void wrote(long from, long to) {
    dirty.set((int) (from / SECTOR), (int) ((to + SECTOR - 1) / SECTOR));
  }

  void force() {
    byte[] forced = Arrays.copyOf(durable, bytes.length);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      int from = sector * SECTOR;
      int count = Math.min(SECTOR, bytes.length - from);
      if (count > 0) {
        System.arraycopy(bytes, from, forced, from, count);
      }
    }
    durable = forced;
    dirty.clear();
  }

  /// Cuts the power: of the sectors since the last force, and of the size, any may have made it.
  void tear(RandomGenerator random) {
    byte[] now = bytes;
    byte[] before = durable;
    if (Arrays.equals(now, before)) {
      return;
    }
    // The size is metadata and may have made it, or not, or half.
    int size =
        now.length <= before.length || random.nextBoolean()
            ? now.length
            : random.nextInt(before.length, now.length + 1);
    byte[] left = new byte[size];
    for (int from = 0; from < size; from += SECTOR) {
      byte[] source = random.nextBoolean() ? now : before;
      int to = Math.min(from + SECTOR, Math.min(size, source.length));
      if (from < to) {
        System.arraycopy(source, from, left, from, to - from);
      }
    }
    bytes = left;
    durable = left.clone();
    dirty.clear();
  }
}
