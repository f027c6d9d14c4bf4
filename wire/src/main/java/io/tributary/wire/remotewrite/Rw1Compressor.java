package io.tributary.wire.remotewrite;

import io.tributary.model.layout.SeriesBlock;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.compress.SnappyBlock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a batch into a compressed message: prepared blocks through [Rw1Packer], everything else
/// row by row and through the ordinary codec. Both yield elements of one block of snappy's format,
/// whose copies count relative to themselves, so parts of either kind follow each other freely.
///
/// Owned by one thread.
final class Rw1Compressor {
  /// Rows of the same target that copies should reach back to; more targets than leave room for
  /// them do not travel side by side.
  private static final int ROWS_IN_REACH = 24;

  /// Fewer targets with the same block are left to the ordinary codec: the first of them cannot
  /// repeat what others have written.
  private static final int FEWEST_MEMBERS = 3;

  /// Bytes of what is encoded row by row that are compressed at once.
  private static final int PLAIN_PART_BYTES = 1 << 20;

  private final Rw1Rows rows;
  private final TemplateCache<SeriesBlock> templates;
  private final Counts counts;
  private final Snappy snappy = new Snappy();
  private final SnappyBlock block = new SnappyBlock();
  private final Rw1Packer packer = new Rw1Packer(block);
  private final Rw1Plan plan = new Rw1Plan();
  private Rw1Member[] members = new Rw1Member[0];

  /// Of the part being written.
  private Rw1Member[] taking = new Rw1Member[Rw1Packer.MAX_MEMBERS];

  private int[] valueRow = new int[Rw1Packer.MAX_MEMBERS];

  /// Bytes of an average series, as seen so far.
  private int seriesBytes = 160;

  Rw1Compressor(Rw1Rows rows, TemplateCache<SeriesBlock> templates, Counts counts) {
    this.rows = rows;
    this.templates = templates;
    this.counts = counts;
  }

  SnappyBlock compress(Batch batch, boolean mergeSeries) {
    block.clear();
    packer.start();
    if (mergeSeries) {
      rows.write(batch, true);
      appendRows();
    } else {
      compressLegs(batch);
    }
    packer.flush();
    block.finish(packer.position());
    if (counts.samples > 0) {
      seriesBytes = Math.max(1, packer.position() / counts.samples);
    }
    return block;
  }

  private void compressLegs(Batch batch) {
    List<Slice> slices = batch.slices();
    int most =
        Math.clamp(
            SnappyBlock.NEAR / ((long) seriesBytes * ROWS_IN_REACH), 1, Rw1Packer.MAX_MEMBERS);
    int legs = (slices.size() + most - 1) / most;
    int even = (slices.size() + legs - 1) / Math.max(legs, 1);
    int to;
    for (int from = 0; from < slices.size(); from = to) {
      to = plan.endOfLeg(slices, from, even);
      if (rows.size() > PLAIN_PART_BYTES || plan.isBehindPostponed()) {
        appendRows();
      }
      compressLeg(batch, from, to);
    }
    appendRows();
  }

  /// Compresses what was encoded row by row so far.
  private void appendRows() {
    int bytes = rows.size();
    if (bytes > 0) {
      packer.flush();
      block.append(snappy, rows.bytes(), 0, bytes);
      packer.skip(bytes);
      rows.clear();
      plan.settlePostponed();
    }
  }

  private void compressLeg(Batch batch, int from, int to) {
    packer.startLeg();
    List<Slice> slices = batch.slices();
    if (members.length < to - from) {
      int known = members.length;
      members = Arrays.copyOf(members, to - from);
      for (int i = known; i < members.length; i++) {
        members[i] = new Rw1Member();
      }
    }
    for (int i = from; i < to; i++) {
      members[i - from].isPostponed = false;
      if (Rw1Member.takes(slices.get(i))) {
        members[i - from].reset(slices.get(i));
      } else {
        writeByRow(batch, i);
      }
    }
    for (Rw1Plan.Party party : plan.parties(slices, from, to)) {
      if (party.isFolded) {
        party.members.forEach(slice -> writeByRow(batch, slice));
        continue;
      }
      for (int b = 0; b < party.layout.blockCount(); b++) {
        if (party.touches(b)) {
          compressParts(batch, from, plan.sharing(new Rw1Plan.Part(party, b)));
        }
      }
    }
    for (int i = from; i < to; i++) {
      if (members[i - from].isPostponed) {
        plan.postpone(slices.get(i).stream());
      }
    }
  }

  private void writeByRow(Batch batch, int slice) {
    rows.writeSlice(batch, slice);
    plan.postpone(batch.slices().get(slice).stream());
  }

  private void compressParts(Batch batch, int leg, List<Rw1Plan.Part> parts) {
    if (parts.isEmpty()) {
      return;
    }
    Rw1Plan.Part first = parts.getFirst();
    int count = 0;
    for (Rw1Plan.Part part : parts) {
      count += part.party().members.size();
    }
    Rw1Block prepared = count < FEWEST_MEMBERS ? null : prepared(batch, parts);
    if (prepared == null) {
      for (Rw1Plan.Part part : parts) {
        for (int slice : part.party().members) {
          rows.writeBlock(batch, slice, part.block());
          members[slice - leg].isPostponed = true;
        }
      }
      return;
    }
    count = 0;
    for (Rw1Plan.Part part : parts) {
      for (int slice : part.party().members) {
        taking[count] = members[slice - leg];
        valueRow[count] = part.party().layout.firstRow(part.block());
        count++;
      }
    }
    Rw1Plan.Party party = first.party();
    int firstRow = party.layout.firstRow(first.block());
    int fromRow = Math.max(party.fromRow - firstRow, 0);
    int toRow = Math.min(party.toRow - firstRow, prepared.rows);
    packer.write(prepared, fromRow, toRow, taking, valueRow, count, batch.values());
    counts.samples += (toRow - fromRow) * count;
  }

  private @Nullable Rw1Block prepared(Batch batch, List<Rw1Plan.Part> parts) {
    Rw1Plan.Part part = parts.getFirst();
    SeriesBlock block = part.party().layout.block(part.block());
    List<Slice> slices = batch.slices();
    List<Integer> some = part.party().members;
    var found = (Rw1Block) templates.get(block, slices.get(some.getFirst()).stream());
    if (found == null && (some.size() > 1 || parts.size() > 1)) {
      // Shared, as the cache will see.
      int other = some.size() > 1 ? some.get(1) : parts.get(1).party().members.getFirst();
      found = (Rw1Block) templates.get(block, slices.get(other).stream());
    }
    return found;
  }
}
