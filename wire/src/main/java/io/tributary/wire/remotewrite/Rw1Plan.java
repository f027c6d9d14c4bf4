package io.tributary.wire.remotewrite;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// In which order the series of a batch travel: the same block of all targets that have it, row by
/// row, so that what is alike lies together.
///
/// A batch is cut into *legs* of a bounded number of slices, in which no stream occurs twice: what
/// order there is among the samples of a series is that of the legs.
///
/// Owned by one thread; reused.
final class Rw1Plan {
  /// Slices of a leg with the same rows of the same layout.
  static final class Party {
    final Layout layout;
    final int fromRow;
    final int toRow;

    /// Then hardly anybody else has its blocks, and none is prepared.
    final boolean isFolded;

    final List<Integer> members = new ArrayList<>();

    Party(Slice slice) {
      layout = slice.layout();
      fromRow = slice.fromRow();
      toRow = slice.toRow();
      isFolded = layout.isFolded();
    }

    private boolean takes(Slice slice) {
      return slice.layout() == layout && slice.fromRow() == fromRow && slice.toRow() == toRow;
    }

    boolean holds(int block) {
      int first = layout.firstRow(block);
      return first >= fromRow && first + layout.rowCount(block) <= toRow;
    }

    boolean touches(int block) {
      int first = layout.firstRow(block);
      return first < toRow && first + layout.rowCount(block) > fromRow;
    }
  }

  /// A block of the rows of a party.
  record Part(Party party, int block) {}

  private final Set<Stream> streams = new HashSet<>();
  private final Set<Stream> postponed = new HashSet<>();
  private final List<Party> parties = new ArrayList<>();

  /// By content: a layout that is folded meanwhile makes its blocks anew.
  private final Map<SeriesBlock, List<Part>> byBlock = new HashMap<>();

  /// Where the leg that begins with slice `from` ends: behind at most `most` slices.
  int endOfLeg(List<Slice> slices, int from, int most) {
    streams.clear();
    int to = from;
    while (to < slices.size() && to - from < most && streams.add(slices.get(to).stream())) {
      to++;
    }
    return to;
  }

  /// Some of what `stream` has in this leg is written later than what is packed now.
  void postpone(Stream stream) {
    postponed.add(stream);
  }

  /// Whether something of a stream of this leg still has to be written first: its samples would
  /// else overtake older ones.
  boolean isBehindPostponed() {
    return !Collections.disjoint(postponed, streams);
  }

  /// All that was postponed is written.
  void settlePostponed() {
    postponed.clear();
  }

  /// The plain slices of a leg by what they have in common.
  List<Party> parties(List<Slice> slices, int from, int to) {
    parties.clear();
    byBlock.clear();
    for (int i = from; i < to; i++) {
      Slice slice = slices.get(i);
      if (Rw1Member.takes(slice)) {
        partyOf(slice).members.add(i);
      }
    }
    return parties;
  }

  private Party partyOf(Slice slice) {
    // The latest first: neighbours are mostly alike.
    for (int i = parties.size() - 1; i >= 0; i--) {
      if (parties.get(i).takes(slice)) {
        return parties.get(i);
      }
    }
    var party = new Party(slice);
    parties.add(party);
    return party;
  }

  /// Everything of the leg that has the block of `part`, or nothing where an earlier part had it
  /// too and so took this one along.
  List<Part> sharing(Part part) {
    if (parties.size() == 1 || part.party.isFolded || !part.party.holds(part.block)) {
      return List.of(part);
    }
    if (byBlock.isEmpty()) {
      index();
    }
    List<Part> same = byBlock.get(part.party.layout.block(part.block));
    if (same == null) {
      throw new IllegalStateException("BUG: a block that was not indexed");
    }
    return same.getFirst().equals(part) ? same : List.of();
  }

  private void index() {
    for (Party party : parties) {
      for (int b = 0; b < party.layout.blockCount(); b++) {
        if (!party.isFolded && party.holds(b)) {
          byBlock
              .computeIfAbsent(party.layout.block(b), _ -> new ArrayList<>(1))
              .add(new Part(party, b));
        }
      }
    }
  }
}
