package io.tributary.model.relabel;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.LabelCursor;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Relabelling as a function from layout to layout: labels are added where a series lacks them,
/// then rules are applied; computed once per layout and remembered.
///
/// Slots whose value no rule can read stay slots, so targets that share a layout share its image.
/// Slots that a rule may read take part with the value of the stream at hand, and the result is
/// remembered for that value; where such a label comes out unchanged it is a slot again, and equal
/// images are one layout. A mapped layout keeps the slot names of the original and goes with the
/// same [Stream].
///
/// Bounded: beyond `maxBytes` the images used longest ago are forgotten. Owned by one thread.
public final class LayoutMapper {
  /// Default bound on what is remembered.
  public static final long DEFAULT_MAX_BYTES = 32L << 20;

  /// A layout's image.
  ///
  /// @param layout may be the original itself; may have no rows
  /// @param rowMap per row of the image, the row of the original; null where nothing was dropped
  public record Mapped(Layout layout, int @Nullable [] rowMap) {
    long estimatedBytes() {
      return 160 + (rowMap == null ? 0 : 4L * rowMap.length) + 48L * layout.rowCount();
    }
  }

  private record Key(Layout layout, List<String> values) {}

  private final Layouts layouts;
  private final Labels added;
  private final RelabelRules rules;
  private final Relabeler relabeler;
  private final long maxBytes;
  private final LinkedHashMap<Key, Mapped> images = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// `added` goes to every series that lacks the label, before `rules` are applied.
  public LayoutMapper(Layouts layouts, Labels added, RelabelRules rules, long maxBytes) {
    this.layouts = layouts;
    this.added = added;
    this.rules = rules;
    this.relabeler = new Relabeler(rules);
    this.maxBytes = maxBytes;
  }

  /// Every layout is its own image.
  public boolean isIdentity() {
    return added.isEmpty() && rules.isEmpty();
  }

  /// The image of `layout` for `stream`.
  public Mapped map(Layout layout, Stream stream) {
    if (isIdentity()) {
      return new Mapped(layout, null);
    }
    var key = new Key(layout, readValues(layout, stream));
    Mapped known = images.get(key);
    if (known == null) {
      known = compute(layout, stream);
      remember(key, known);
    }
    return known;
  }

  /// Images remembered, for metrics and tests.
  public int size() {
    return images.size();
  }

  /// The values that the image depends on: of slots that are read, and those that are empty, for an
  /// empty label is no label.
  private List<String> readValues(Layout layout, Stream stream) {
    List<String> names = layout.slotNames();
    List<String> values = null;
    for (int slot = 0; slot < names.size(); slot++) {
      if (isConcrete(names.get(slot), stream.slotValue(slot))) {
        if (values == null) {
          values = new ArrayList<>();
        }
        values.add(slot + "=" + stream.slotValue(slot));
      }
    }
    return values == null ? List.of() : values;
  }

  private boolean isConcrete(String slotName, String value) {
    return value.isEmpty() || rules.reads(slotName);
  }

  private void remember(Key key, Mapped image) {
    images.put(key, image);
    bytes += image.estimatedBytes();
    var oldest = images.entrySet().iterator();
    while (bytes > maxBytes && images.size() > 1) {
      Map.Entry<Key, Mapped> entry = oldest.next();
      bytes -= entry.getValue().estimatedBytes();
      oldest.remove();
    }
  }

  private Mapped compute(Layout layout, Stream stream) {
    var blocks = new ArrayList<SeriesBlock>();
    int[] rowMap = new int[layout.rowCount()];
    int kept = 0;
    var labels = new LabelsBuilder();
    var builder = new BlockBuilder();
    var rows = new RowCursor();
    for (int b = 0; b < layout.blockCount(); b++) {
      SeriesBlock block = layout.block(b);
      rows.reset(block);
      for (int row = layout.firstRow(b); rows.next(); row++) {
        read(rows, layout, stream, labels);
        if (relabeler.apply(labels) && labels.size() > 0) {
          addRow(builder, labels.labels(), layout, stream);
          rowMap[kept++] = row;
        }
      }
      if (builder.rowCount() > 0) {
        blocks.add(builder.build(block.metadata()));
      }
    }
    Layout image = layouts.layout(layout.slotNames(), blocks);
    return new Mapped(image, kept == layout.rowCount() ? null : Arrays.copyOf(rowMap, kept));
  }

  private void read(RowCursor rows, Layout layout, Stream stream, LabelsBuilder labels) {
    labels.reset();
    var label = new LabelCursor().reset(rows);
    while (label.next()) {
      if (label.isSlot()) {
        String name = layout.slotNames().get(label.slot());
        String value = stream.slotValue(label.slot());
        labels.begin(name, isConcrete(name, value) ? value : placeholder(label.slot()));
      } else {
        labels.begin(
            text(label.bytes(), label.nameFrom(), label.nameTo()),
            text(label.bytes(), label.valueFrom(), label.valueTo()));
      }
    }
    added.forEach((name, value) -> {
      if (labels.get(name).isEmpty()) {
        labels.set(name, value);
      }
    });
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// Stands for the value of a slot that no rule reads; not valid UTF-16, so no label has it.
  private static String placeholder(int slot) {
    return "\uDC00" + slot;
  }

  private static void addRow(BlockBuilder builder, Labels labels, Layout layout, Stream stream) {
    var row = new ByteSink(256);
    List<String> slotNames = layout.slotNames();
    labels.forEach((name, value) -> {
      int slot = slotNames.indexOf(name);
      if (slot >= 0 && (value.equals(placeholder(slot)) || value.equals(stream.slotValue(slot)))) {
        SeriesBlock.putSlot(row, slot);
      } else {
        SeriesBlock.putLabel(
            row, name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
      }
    });
    builder.add(row.array(), 0, row.size());
  }
}
