package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.base.memory.ShrinkingMap;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layouts and blocks that one segment defines, under their numbers, and the records that
/// define them and let them go; [SegmentEncoder] has the payloads.
///
/// A definition stays as long as a stream holds its layout. Guarded by the lock of the log.
final class SegmentDefinitions {
  /// Numbers to forget are collected into records of this many.
  private static final int FORGET_BATCH = 64;

  private final RecordNumbers records;
  private final Map<Layout, LayoutDef> layouts = new HashMap<>();
  private final ShrinkingMap<SeriesBlock, BlockDef> blocks = new ShrinkingMap<>();
  private final List<Integer> forgottenStreams = new ArrayList<>();
  private final List<Integer> forgottenLayouts = new ArrayList<>();
  private final List<Integer> forgottenBlocks = new ArrayList<>();
  private final BlockEdit edits = new BlockEdit();
  private final IntIndex baseBlocks = new IntIndex();

  private int nextLayout;
  private int nextBlock;

  SegmentDefinitions(RecordNumbers records) {
    this.records = records;
  }

  /// For a new segment, which defines everything anew.
  void clear() {
    nextLayout = 0;
    nextBlock = 0;
    layouts.clear();
    blocks.clear();
    forgottenStreams.clear();
    forgottenLayouts.clear();
    forgottenBlocks.clear();
  }

  /// The layout's definition, written to `to` if this segment has none yet. One that stands in for
  /// `base` is written as what differs.
  LayoutDef define(Layout layout, @Nullable LayoutDef base, ByteSink to) {
    LayoutDef known = layouts.get(layout);
    LayoutDef def = known == null ? defineAnew(layout, base, to) : known;
    if (layout.isFolded() && !def.isFolded()) {
      fold(def);
    }
    return def;
  }

  private LayoutDef defineAnew(Layout layout, @Nullable LayoutDef base, ByteSink to) {
    if (base != null && base.isFolded()) {
      unfold(base);
    }
    var defs = new BlockDef[layout.blockCount()];
    Map<String, BlockDef> parents = null;
    for (int i = 0; i < defs.length; i++) {
      var def = blocks.get(layout.block(i));
      if (def == null) {
        if (parents == null) {
          parents = byFamily(base);
        }
        def = define(layout.block(i), parents.get(layout.block(i).metadata().family()), to);
      }
      // Counted here and not at the first use: a block may be in a layout twice.
      def.users++;
      defs[i] = def;
    }
    var def = new LayoutDef(nextLayout++, layout, defs);
    layouts.put(layout, def);
    int start = Frame.begin(to);
    to.putVarint(def.id);
    to.putVarint(base == null ? 0 : def.id - base.id);
    if (base != null && base.layout.slotNames().equals(layout.slotNames())) {
      to.putVarint(0);
    } else {
      to.putVarint(1 + layout.slotNames().size());
      layout.slotNames().forEach(name -> putText(name, to));
    }
    putBlocks(defs, base, to);
    records.end(to, start, Frame.LAYOUT);
    return def;
  }

  private static Map<String, BlockDef> byFamily(@Nullable LayoutDef base) {
    var families = new HashMap<String, BlockDef>();
    for (int i = 0; base != null && i < base.blockCount(); i++) {
      families.putIfAbsent(base.block(i).block.metadata().family(), base.block(i));
    }
    return families;
  }

  private void putBlocks(BlockDef[] defs, @Nullable LayoutDef base, ByteSink to) {
    to.putVarint(defs.length);
    baseBlocks.clear(base == null ? 0 : base.blockCount());
    for (int i = 0; base != null && i < base.blockCount(); i++) {
      baseBlocks.putIfAbsent(base.blockId(i), i);
    }
    int next = 0;
    int before = 0;
    int i = 0;
    while (i < defs.length) {
      int first = baseBlocks.get(defs[i].id);
      int run = 1;
      if (first >= 0 && base != null) {
        while (i + run < defs.length
            && first + run < base.blockCount()
            && defs[i + run].id == base.blockId(first + run)) {
          run++;
        }
        to.putVarint((long) run << 1);
        to.putVarint(Varint.zigzag(first - next));
        next = first + run;
        i += run;
        continue;
      }
      while (i + run < defs.length && baseBlocks.get(defs[i + run].id) < 0) {
        run++;
      }
      to.putVarint((long) run << 1 | 1);
      for (int end = i + run; i < end; i++) {
        to.putVarint(Varint.zigzag(defs[i].id - before));
        before = defs[i].id;
      }
      // A block that replaces one of the base leaves the run behind it in place.
      next += run;
    }
  }

  private BlockDef define(SeriesBlock block, @Nullable BlockDef parent, ByteSink to) {
    int start = Frame.begin(to);
    int id = nextBlock++;
    to.putVarint(id);
    int[] triples = BlockEdit.NONE;
    if (parent != null) {
      int before = to.size();
      to.put(1);
      to.putVarint(id - parent.id);
      if (parent.block.metadata().equals(block.metadata())) {
        to.put(0);
      } else {
        to.put(1);
        putMetadata(block.metadata(), to);
      }
      triples = edits.encode(parent.block, block, to);
      if (triples.length == 0) {
        to.truncate(before);
      }
    }
    if (triples.length == 0) {
      to.put(0);
      putMetadata(block.metadata(), to);
      to.putVarint(block.rowCount());
      to.putLengthPrefixed(block.encoded());
    }
    records.end(to, start, Frame.BLOCK);
    var def =
        new BlockDef(
            id,
            block,
            parent == null || triples.length == 0 ? BlockDef.NO_PARENT : parent.id,
            triples);
    blocks.put(block, def);
    return def;
  }

  void forgetStream(int id) {
    forgottenStreams.add(id);
  }

  /// Writes down the numbers that are used no more, once they are worth a record.
  void forgetBatch(ByteSink to) {
    if (forgottenStreams.size() + forgottenLayouts.size() + forgottenBlocks.size() < FORGET_BATCH) {
      return;
    }
    int start = Frame.begin(to);
    for (var ids : List.of(forgottenStreams, forgottenLayouts, forgottenBlocks)) {
      to.putVarint(ids.size());
      ids.forEach(id -> to.putVarint(id));
      ids.clear();
    }
    records.end(to, start, Frame.FORGET);
  }

  /// Counts a stream less that holds the layout; the last one takes its definition along.
  void release(@Nullable LayoutDef layout) {
    if (layout == null || --layout.users > 0) {
      return;
    }
    layouts.remove(layout.layout);
    forgottenLayouts.add(layout.id);
    if (layout.isFolded()) {
      unfold(layout);
    }
    for (int i = 0; i < layout.blockCount(); i++) {
      BlockDef block = layout.block(i);
      if (--block.users == 0) {
        blocks.remove(block.block, block);
        forgottenBlocks.add(block.id);
      }
    }
  }

  /// Lets go of the definitions of blocks that nobody else has: what is folded is to stay small. A
  /// layout that brings one of them again defines it again.
  private void fold(LayoutDef layout) {
    for (int i = 0; i < layout.blockCount(); i++) {
      BlockDef block = layout.block(i);
      if (block.users == 1) {
        blocks.remove(block.block, block);
      }
    }
    layout.fold();
  }

  /// Makes the definitions anew, so that another layout can build on them.
  private void unfold(LayoutDef layout) {
    var defs = new BlockDef[layout.blockCount()];
    for (int i = 0; i < defs.length; i++) {
      BlockDef def = layout.block(i);
      BlockDef known = blocks.get(def.block);
      if (known == null) {
        blocks.put(def.block, def);
      }
      if (known == null || known.id != def.id) {
        known = def;
        known.users = 1;
      }
      defs[i] = known;
    }
    layout.unfold(defs);
  }

  private static void putMetadata(FamilyMetadata metadata, ByteSink to) {
    putText(metadata.family(), to);
    to.put(metadata.type().remoteWrite2());
    putText(metadata.help(), to);
    putText(metadata.unit(), to);
  }

  private static void putText(String text, ByteSink to) {
    to.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }
}
