package io.tributary.model.relabel;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.PackSink;
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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Relabelling as a function from layout to layout: labels are added where a series lacks them,
/// then rules are applied; computed once per layout and remembered.
///
/// Slots whose value no rule can read stay slots, so targets that share a layout share its image.
/// Slots that a rule may read take part with the value of the stream at hand, and the result is
/// remembered for that value. Where such a label comes out unchanged it is a slot again; labels
/// that the rules made, a renamed `instance` say, become slots of the image, which goes with a
/// stream of its own ([Mapped#stream]). So the images of targets that differ in such labels alone
/// are one layout.
///
/// The image of a folded layout is folded, too, unless other layouts share it.
///
/// Bounded: beyond `maxBytes` the images used longest ago are forgotten. Owned by one thread.
public final class LayoutMapper {
  /// Default bound on what is remembered.
  public static final long DEFAULT_MAX_BYTES = 32L << 20;

  /// Labels made by rules that become slots; more are written out, and then targets do not share.
  private static final int MAX_MADE_SLOTS = 8;

  /// A layout's image.
  ///
  /// @param layout may be the original itself; may have no rows
  /// @param rowMap per row of the image, the row of the original; null where nothing was dropped
  /// @param stream the stream that goes with the image; of the same key, so of the same order
  public record Mapped(Layout layout, int @Nullable [] rowMap, Stream stream) {}

  private record Key(Layout layout, List<String> values) {}

  /// What all images with one layout share.
  private static final class Shared {
    final Layout layout;
    final int @Nullable [] rowMap;
    int users;

    /// Of the mapper's bytes.
    long countedBytes;

    Shared(Layout layout, int @Nullable [] rowMap) {
      this.layout = layout;
      this.rowMap = rowMap;
    }

    long estimatedBytes() {
      long bytesOfRow = layout.isFolded() ? 6 : 48;
      return 160 + (rowMap == null ? 0 : 4L * rowMap.length) + bytesOfRow * layout.rowCount();
    }
  }

  /// The image for some values, and the values of the slots that it has more than the original.
  private static final class Image {
    final Shared shared;
    final List<String> made;

    // Of the stream that asked last: as a rule there is only one.
    private Stream lastStream;
    private Mapped last;

    /// Of the mapper, when it was asked for last.
    int round;

    Image(Shared shared, List<String> made, Stream stream) {
      this.shared = shared;
      this.made = made;
      this.lastStream = stream;
      this.last = of(stream);
    }

    Mapped mapped(Stream stream) {
      if (stream != lastStream) {
        last = of(stream);
        lastStream = stream;
      }
      return last;
    }

    private Mapped of(Stream stream) {
      if (made.isEmpty()) {
        return new Mapped(shared.layout, shared.rowMap, stream);
      }
      var values = new ArrayList<String>(stream.slotValues());
      values.addAll(made);
      return new Mapped(shared.layout, shared.rowMap, new Stream(stream.key(), values));
    }

    long estimatedBytes() {
      return 250 + 100L * made.size();
    }
  }

  private final Layouts layouts;
  private final Labels added;
  private final RelabelRules rules;
  private final Relabeler relabeler;
  private final long maxBytes;
  private final LinkedHashMap<Key, Image> images = new LinkedHashMap<>(16, 0.75f, true);

  /// By layout and, where rows were dropped, by which: identity is equality.
  private final IdentityHashMap<Layout, List<Shared>> shared = new IdentityHashMap<>();

  private long bytes;
  private long computations;
  private long evictions;

  /// Counts calls of [#forgetUnused].
  private int round;

  private @Nullable PackSink packer;

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
      return new Mapped(layout, null, stream);
    }
    var key = new Key(layout, readValues(layout, stream));
    Image known = images.get(key);
    if (known == null) {
      known = new Computation(layout, stream, !key.values.isEmpty()).image();
      computations++;
      remember(key, known);
    }
    known.round = round;
    if (layout.isFolded() && !known.shared.layout.isFolded() && hasOneUser(known.shared)) {
      fold(known.shared);
    }
    return known.mapped(stream);
  }

  private boolean hasOneUser(Shared image) {
    List<Shared> all = shared.get(image.layout);
    return image.users == 1 && all != null && all.size() == 1;
  }

  private void fold(Shared image) {
    PackSink known = packer;
    if (known == null) {
      known = new PackSink();
      packer = known;
    }
    image.layout.fold(known);
    count(image);
  }

  private void count(Shared part) {
    long now = part.users == 0 ? 0 : part.estimatedBytes();
    bytes += now - part.countedBytes;
    part.countedBytes = now;
  }

  /// Images remembered, for metrics and tests.
  public int size() {
    return images.size();
  }

  /// Images that were computed so far, for metrics.
  public long computations() {
    return computations;
  }

  /// Images that were forgotten for want of room, for metrics.
  public long evictions() {
    return evictions;
  }

  /// Forgets the images that nobody has asked for since the last call; gives how many.
  public int forgetUnused() {
    int before = images.size();
    // The one used longest ago comes first.
    var oldest = images.values().iterator();
    while (oldest.hasNext()) {
      Image image = oldest.next();
      if (image.round == round) {
        break;
      }
      oldest.remove();
      forget(image);
    }
    round++;
    return before - images.size();
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

  private void remember(Key key, Image image) {
    images.put(key, image);
    bytes += image.estimatedBytes();
    image.shared.users++;
    count(image.shared);
    var oldest = images.entrySet().iterator();
    while (bytes > maxBytes && images.size() > 1) {
      Image gone = oldest.next().getValue();
      oldest.remove();
      forget(gone);
      evictions++;
    }
  }

  private void forget(Image image) {
    bytes -= image.estimatedBytes();
    Shared part = image.shared;
    part.users--;
    count(part);
    if (part.users == 0) {
      shared.computeIfPresent(
          part.layout,
          (_, all) -> {
            all.remove(part);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /// One object for all images with the same layout and rows.
  private Shared shared(Layout layout, int @Nullable [] rowMap) {
    List<Shared> all = shared.computeIfAbsent(layout, _ -> new ArrayList<>(1));
    for (Shared one : all) {
      if (Arrays.equals(one.rowMap, rowMap)) {
        return one;
      }
    }
    var fresh = new Shared(layout, rowMap);
    all.add(fresh);
    return fresh;
  }

  /// Computes the image of one layout for one stream.
  private final class Computation {
    private final Layout layout;
    private final Stream stream;

    /// Rules may have read a slot, so what they wrote may differ from stream to stream.
    private final boolean hasRead;

    private final List<String> slotNames;
    private final List<String> made = new ArrayList<>();
    private final BlockBuilder builder = new BlockBuilder();
    private final LabelsBuilder labels = new LabelsBuilder();

    Computation(Layout layout, Stream stream, boolean hasRead) {
      this.layout = layout;
      this.stream = stream;
      this.hasRead = hasRead;
      this.slotNames = new ArrayList<>(layout.slotNames());
    }

    Image image() {
      var blocks = new ArrayList<SeriesBlock>();
      int[] rowMap = new int[layout.rowCount()];
      int kept = 0;
      var rows = new RowCursor();
      for (int b = 0; b < layout.blockCount(); b++) {
        SeriesBlock block = layout.block(b);
        rows.reset(block);
        for (int row = layout.firstRow(b); rows.next(); row++) {
          read(rows, layout, stream, labels);
          Labels before = hasRead ? labels.labels() : Labels.EMPTY;
          if (relabeler.apply(labels) && labels.size() > 0) {
            addRow(before, labels.labels());
            rowMap[kept++] = row;
          }
        }
        if (builder.rowCount() > 0) {
          blocks.add(builder.build(block.metadata()));
        }
      }
      int[] dropped = kept == layout.rowCount() ? null : Arrays.copyOf(rowMap, kept);
      return new Image(shared(layouts.layout(slotNames, blocks), dropped), made, stream);
    }

    private void addRow(Labels before, Labels after) {
      var row = new ByteSink(256);
      after.forEach((name, value) -> {
        int slot = slotOf(before, name, value);
        if (slot >= 0) {
          SeriesBlock.putSlot(row, slot);
        } else {
          SeriesBlock.putLabel(
              row, name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        }
      });
      builder.add(row.array(), 0, row.size());
    }

    /// The slot that stands for the label; -1 where it is to be written out.
    private int slotOf(Labels before, String name, String value) {
      int slot = layout.slotNames().indexOf(name);
      if (slot >= 0 && (value.equals(placeholder(slot)) || value.equals(stream.slotValue(slot)))) {
        return slot;
      }
      return hasRead && !value.equals(before.get(name)) ? madeSlot(name, value) : -1;
    }

    private int madeSlot(String name, String value) {
      int first = layout.slotNames().size();
      for (int i = 0; i < made.size(); i++) {
        if (made.get(i).equals(value) && slotNames.get(first + i).equals(name)) {
          return first + i;
        }
      }
      if (made.size() == MAX_MADE_SLOTS || name.equals("__name__")) {
        return -1;
      }
      slotNames.add(name);
      made.add(value);
      return first + made.size() - 1;
    }
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
}
