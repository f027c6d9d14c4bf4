package io.tributary.cluster.sharing;

/// By which two agents see whether they think of the same keys.
record KeySum(int count, long mixed) {
  static final KeySum NONE = new KeySum(0, 0);
}
