package io.tributary.dialects.yaml;

/// What a document may cost: beyond any of these, reading ends with an error.
///
/// `bytes` bounds the file, `scalar` the characters of one value, `nodes` what it holds, `memory`
/// the bytes that these take in the heap, `depth` how deep it nests, and `expanded` how many nodes
/// may be visited while binding, aliases counted each time (the "billion laughs").
public record YamlLimits(long bytes, int scalar, int nodes, long memory, int depth, int expanded) {
  /// Room for the largest generated configurations seen (some ten megabytes), within 64 MiB of
  /// memory.
  public static final YamlLimits DEFAULT =
      new YamlLimits(16L << 20, 2 << 20, 400_000, 32L << 20, 100, 250_000);
}
