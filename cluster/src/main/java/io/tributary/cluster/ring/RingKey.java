package io.tributary.cluster.ring;

import java.nio.charset.StandardCharsets;

/// Where names lie on the ring: 32-bit FNV-1 of their UTF-8 bytes, which multiplies before it mixes
/// in a byte. Names that differ in their last letters lie side by side.
///
/// Source: grafana/agent `static/metrics/cluster/node.go`, keyHash.
public final class RingKey {
  private static final int OFFSET = 0x811c9dc5;
  private static final int PRIME = 0x01000193;

  private RingKey() {}

  /// An unsigned 32-bit number.
  public static long of(String name) {
    int hash = OFFSET;
    for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
      hash *= PRIME;
      hash ^= one & 0xff;
    }
    return Integer.toUnsignedLong(hash);
  }
}
