package io.tributary.wire.remotewrite;

import io.tributary.wire.compress.SnappyBlock;
import java.util.Arrays;

/// Covers a gap of [Rw1Packer] with as few elements as serve.
///
/// The packer offers where parts of the gap occurred before. Every copy has about the same size, so
/// the next step is always the offer that gets furthest; what nobody offers is a literal.
///
/// Owned by the packer.
final class Rw1Cover {
  // Where the parts of a gap come from.
  static final int LITERAL = 0;
  static final int TIME = 1;
  static final int SLOT = 2;

  /// From an earlier series: so many before, and shifted by so many bytes against where the values
  /// of both lie.
  static final int SERIES = 3;

  /// The first copy of a gap leaves room to begin some bytes earlier.
  private static final int FIRST_COPY = SnappyBlock.MAX_COPY - 2;

  private static final int SHORTEST_COPY = 3;

  /// What covers the gap, in order: the source of each step, and from where to where it writes.
  int[] stepKind = new int[16];

  int[] stepSource = new int[16];
  int[] stepShift = new int[16];
  int[] stepFrom = new int[16];
  int[] stepTo = new int[16];
  int steps;

  private final int[] offerKind = new int[128];
  private final int[] offerSource = new int[128];
  private final int[] offerShift = new int[128];
  private final int[] offerFrom = new int[128];
  private final int[] offerTo = new int[128];
  private int offers;

  /// Forgets all offers.
  void clear() {
    offers = 0;
  }

  /// A part of the gap that occurred before; one that is too short for a copy is ignored.
  void offer(int kind, int source, int shift, int from, int to) {
    if (to - from >= SHORTEST_COPY && offers < offerKind.length) {
      offerKind[offers] = kind;
      offerSource[offers] = source;
      offerShift[offers] = shift;
      offerFrom[offers] = from;
      offerTo[offers] = to;
      offers++;
    }
  }

  /// Covers the gap from `gapFrom` to `end`.
  void cover(int gapFrom, int end) {
    steps = 0;
    int at = gapFrom;
    while (at < end) {
      int best = -1;
      int reach = at;
      int most = at;
      int limit = at + (steps == 0 ? FIRST_COPY : SnappyBlock.MAX_COPY);
      for (int o = 0; o < offers; o++) {
        if (offerFrom[o] <= at) {
          int mine = Math.min(offerTo[o], limit);
          if (mine > reach || (mine == reach && offerTo[o] > most)) {
            best = o;
            reach = mine;
            most = offerTo[o];
          }
        }
      }
      if (reach - at < SHORTEST_COPY) {
        reach = nextOffer(at, end);
        step(LITERAL, 0, 0, at, reach);
      } else {
        step(offerKind[best], offerSource[best], offerShift[best], at, reach);
      }
      at = reach;
    }
  }

  private int nextOffer(int at, int end) {
    int next = end;
    for (int o = 0; o < offers; o++) {
      if (offerFrom[o] > at && offerFrom[o] < next) {
        next = offerFrom[o];
      }
    }
    return next;
  }

  private void step(int kind, int source, int shift, int from, int to) {
    if (kind == LITERAL && steps > 0 && stepKind[steps - 1] == LITERAL) {
      stepTo[steps - 1] = to;
      return;
    }
    if (steps == stepKind.length) {
      stepKind = Arrays.copyOf(stepKind, steps * 2);
      stepSource = Arrays.copyOf(stepSource, steps * 2);
      stepShift = Arrays.copyOf(stepShift, steps * 2);
      stepFrom = Arrays.copyOf(stepFrom, steps * 2);
      stepTo = Arrays.copyOf(stepTo, steps * 2);
    }
    stepKind[steps] = kind;
    stepSource[steps] = source;
    stepShift[steps] = shift;
    stepFrom[steps] = from;
    stepTo[steps] = to;
    steps++;
  }
}
