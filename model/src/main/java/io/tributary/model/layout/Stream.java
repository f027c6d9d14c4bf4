package io.tributary.model.layout;

import io.tributary.base.bytes.Varint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scrapes of one target: what tells its series from those of another target with the same
/// layout.
///
/// Values are those of the layout's slots, in the same order. All samples of one series travel in
/// one stream, so order per series is order per stream. Two streams are the same when their slot
/// values and `key` are; `key` separates targets that no slot tells apart (a hash of the target).
public final class Stream {
  private final long key;
  private final List<String> slotValues;
  private final byte[][] slotBytes;

  public Stream(long key, List<String> slotValues) {
    this.key = key;
    this.slotValues = List.copyOf(slotValues);
    this.slotBytes = new byte[slotValues.size()][];
    for (int i = 0; i < slotBytes.length; i++) {
      slotBytes[i] = slotValues.get(i).getBytes(StandardCharsets.UTF_8);
    }
  }

  /// A hash of the target; stable over restarts. Senders choose the shard by its lower half:
  /// streams that have that in common keep their order among them.
  public long key() {
    return key;
  }

  public List<String> slotValues() {
    return slotValues;
  }

  public String slotValue(int slot) {
    return slotValues.get(slot);
  }

  /// The UTF-8 bytes of a slot's value. Callee keeps the array; it is never written.
  public byte[] slotBytes(int slot) {
    return slotBytes[slot];
  }

  /// Bytes that the value takes with its length in front.
  public int slotEncodedBytes(int slot) {
    return Varint.size(slotBytes[slot].length) + slotBytes[slot].length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Stream that && key == that.key && slotValues.equals(that.slotValues);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(key) * 31 + slotValues.hashCode();
  }

  @Override
  public String toString() {
    return "stream " + Long.toHexString(key) + slotValues;
  }
}
