package io.tributary.bench.fleet;

import io.tributary.bench.fleet.Family.Behaviour;
import java.util.SplittableRandom;

/// The value of a row of one target in each of the page's variants, a pure function of the seed:
/// targets differ, and variants move on from one another.
final class Values {
  private final long seed;

  Values(long seed) {
    this.seed = seed;
  }

  double at(int row, Behaviour behaviour, int variant) {
    var fixed = new SplittableRandom(mix(row));
    double size = Math.exp(fixed.nextDouble() * 12);
    return switch (behaviour) {
      case SMALL -> small(fixed);
      case FIXED -> Math.floor(size * 1e6);
      case COUNTING ->
          Math.floor(size * 100) + variant * step(fixed, size) + jitter(row, variant, 3);
      case SECONDS ->
          (Math.floor(size * 1000) + variant * (1 + fixed.nextInt(90)) + jitter(row, variant, 9))
              / 100;
      case BYTES -> Math.floor(size * 1e5 / 4096 + jitter(row, variant, 2000)) * 4096;
      case SUM -> size * (1 + variant * fixed.nextDouble() / 100);
    };
  }

  // As on a real page, most of what stays is zero.
  private static double small(SplittableRandom fixed) {
    int dice = fixed.nextInt(10);
    return dice < 6 ? 0 : dice < 8 ? 1 : fixed.nextInt(1000);
  }

  private static double step(SplittableRandom fixed, double size) {
    return 1 + fixed.nextInt(Math.clamp((long) size / 10, 3, 5000));
  }

  /// Below `bound`; what makes steps uneven.
  private int jitter(int row, int variant, int bound) {
    return new SplittableRandom(mix(row) ^ (variant * 0x9e3779b97f4a7c15L)).nextInt(bound);
  }

  private long mix(int row) {
    return (seed * 0xbf58476d1ce4e5b9L) ^ (row * 0x94d049bb133111ebL);
  }
}
