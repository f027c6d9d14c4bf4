package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import java.util.Arrays;

/// Keys as etcd has them, and the ranges that prefixes are.
final class Keys {
  /// The first key of all as a start, and no end at all as an end.
  private static final ByteSequence ZERO = ByteSequence.from(new byte[] {0});

  private Keys() {}

  static ByteSequence of(String key) {
    return ByteSequence.from(key, UTF_8);
  }

  static String text(ByteSequence key) {
    return key.toString(UTF_8);
  }

  static ByteSequence first(String prefix) {
    return prefix.isEmpty() ? ZERO : of(prefix);
  }

  /// The first key behind all that begin with `prefix`.
  static ByteSequence end(String prefix) {
    byte[] bytes = prefix.getBytes(UTF_8);
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] != (byte) 0xff) {
        bytes[i]++;
        return ByteSequence.from(Arrays.copyOf(bytes, i + 1));
      }
    }
    return ZERO;
  }

  /// The first key behind this one.
  static ByteSequence after(ByteSequence key) {
    return ByteSequence.from(Arrays.copyOf(key.getBytes(), key.size() + 1));
  }
}
