package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.LayoutCursor;
import io.tributary.model.layout.Stream;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.Rw2SeriesWriter.Metadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes `io.prometheus.write.v2.Request`.
///
/// The layout with most rows in the batch that has a template lends its symbol table to the
/// request: its columns are copied and patched. Columns of other templates have their symbol
/// numbers translated, columns without a template are encoded row by row. Symbols come before
/// series in the message, so room is left for them in front.
///
/// Source: remote-write specification 2.0.
public final class Rw2Encoder implements RequestEncoder {
  /// Bytes of a varint between [#MIN_TIMESTAMP_MS] and [#MAX_TIMESTAMP_MS]: 1971 to 2109.
  static final int TIMESTAMP_BYTES = 6;

  private static final long MIN_TIMESTAMP_MS = 1L << 35;
  private static final long MAX_TIMESTAMP_MS = (1L << 42) - 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final TemplateCache<Layout> templates;
  private final Symbols symbols = new Symbols(1024);
  private final ByteSink out = new ByteSink(1 << 16);
  private final Counts counts = new Counts();
  private final Snappy snappy = new Snappy();
  private final Rw2SeriesWriter writer;
  private final LayoutCursor blocks = new LayoutCursor();
  private final RowLabels labels = new RowLabels();

  /// Room left in front for the symbols; follows their size.
  private int symbolsRoom = 1 << 12;

  /// Of the batch being encoded, by slice.
  private @Nullable Rw2Template[] templateOf = new Rw2Template[64];

  /// Numbers of a template's symbols in the request; by template, built when first needed.
  private final IdentityHashMap<Rw2Template, int[]> translations = new IdentityHashMap<>();

  /// Of the block being encoded without a template: symbols of its strings, 0 where not looked up.
  private int[] numbers = new int[64];

  private int[] slotRefs = new int[8];

  public Rw2Encoder(Options options, TemplateCache<Layout> templates) {
    this.templates = templates;
    this.writer = new Rw2SeriesWriter(options, symbols, out, counts);
  }

  @Override
  public EncodedRequest encodeCompressed(Batch batch, boolean mergeSeries) {
    EncodedRequest message = encode(batch, mergeSeries);
    int length = snappy.compress(message.bytes(), message.offset(), message.length());
    return counts.request(snappy.output(), 0, length);
  }

  @Override
  public EncodedRequest encode(Batch batch, boolean mergeSeries) {
    counts.clear();
    translations.clear();
    Rw2Template main = lookUpTemplates(batch);
    symbols.resetTo(main == null ? Symbols.EMPTY : main.symbols);
    out.clear();
    out.reserve(symbolsRoom);
    out.advance(symbolsRoom);
    List<Slice> slices = batch.slices();
    int to;
    for (int from = 0; from < slices.size(); from = to) {
      to = from + 1;
      while (mergeSeries
          && to < slices.size()
          && slices.get(from).canShareEntriesWith(slices.get(to))) {
        to++;
      }
      encodeRun(batch, from, to, main);
    }
    return finish();
  }

  /// The template that lends its symbols to the request.
  private @Nullable Rw2Template lookUpTemplates(Batch batch) {
    List<Slice> slices = batch.slices();
    if (templateOf.length < slices.size()) {
      templateOf = new Rw2Template[slices.size() * 2];
    }
    var rows = new IdentityHashMap<Rw2Template, Integer>(4);
    Rw2Template main = null;
    int most = 0;
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      var template = (Rw2Template) templates.get(slice.layout(), slice.stream());
      templateOf[i] = template;
      if (template != null) {
        int sum = rows.merge(template, slice.toRow() - slice.fromRow(), Integer::sum);
        if (sum > most) {
          most = sum;
          main = template;
        }
      }
    }
    return main;
  }

  private void encodeRun(Batch batch, int from, int to, @Nullable Rw2Template main) {
    Slice slice = batch.slices().get(from);
    Rw2Template template = templateOf[from];
    if (template == null) {
      encodeRows(batch, from, to);
      return;
    }
    lookUpSlots(slice.stream(), template.slotCount);
    if (template == main && to - from == 1 && canPatch(template, slice)) {
      patch(template, batch.values(), slice);
    } else {
      translate(template, template == main ? null : translation(template), batch, from, to);
    }
  }

  private void lookUpSlots(Stream stream, int slotCount) {
    if (slotRefs.length < slotCount) {
      slotRefs = new int[slotCount * 2];
    }
    for (int slot = 0; slot < slotCount; slot++) {
      byte[] value = stream.slotBytes(slot);
      slotRefs[slot] = symbols.ref(value, 0, value.length);
    }
  }

  private boolean canPatch(Rw2Template template, Slice slice) {
    if (!slice.isPlain()
        || slice.timestampMs() < MIN_TIMESTAMP_MS
        || slice.timestampMs() > MAX_TIMESTAMP_MS) {
      return false;
    }
    for (int slot = 0; slot < template.slotCount; slot++) {
      // An empty value has no place in the message.
      if (slotRefs[slot] == 0
          || Symbols.refBytes(slotRefs[slot]) != Symbols.refBytes(template.slotSymbol(slot))) {
        return false;
      }
    }
    return true;
  }

  private void patch(Rw2Template template, long[] values, Slice slice) {
    int start = template.recordAt[slice.fromRow()];
    int length = template.recordAt[slice.toRow()] - start;
    byte[] bytes = out.reserve(length);
    System.arraycopy(template.records, start, bytes, out.size(), length);
    int delta = out.size() - start;
    patchSamples(bytes, delta, template.valueAt, values, slice);
    for (int slot = 0; slot < template.slotCount; slot++) {
      patchSlot(bytes, delta, template, slot, slice);
    }
    out.advance(length);
    counts.samples += slice.toRow() - slice.fromRow();
  }

  /// Small, so that it is compiled early and well.
  private static void patchSamples(
      byte[] bytes, int delta, int[] valueAt, long[] values, Slice slice) {
    long time = slice.timestampMs();
    int low =
        continued(time)
            | (continued(time >>> 7) << 8)
            | (continued(time >>> 14) << 16)
            | (continued(time >>> 21) << 24);
    short high = (short) (continued(time >>> 28) | ((int) (time >>> 35) << 8));
    int base = slice.base();
    for (int row = slice.fromRow(), to = slice.toRow(); row < to; row++) {
      int at = delta + valueAt[row];
      LONG.set(bytes, at, values[base + row]);
      INT.set(bytes, at + 9, low);
      SHORT.set(bytes, at + 13, high);
    }
  }

  /// The lowest seven bits as a byte of a varint that goes on.
  private static int continued(long value) {
    return (int) (value & 0x7F) | 0x80;
  }

  private void patchSlot(byte[] bytes, int delta, Rw2Template template, int slot, Slice slice) {
    int ref = slotRefs[slot];
    int width = Symbols.refBytes(ref);
    short two = (short) (continued(ref) | ((ref >>> 7) << 8));
    int[] valueAt = template.valueAt;
    char[] before = template.slotBefore;
    int slots = template.slotCount;
    for (int row = slice.fromRow(), to = slice.toRow(); row < to; row++) {
      int back = before[row * slots + slot];
      if (back == 0) {
        continue;
      }
      int at = delta + valueAt[row] - back;
      if (width == 2) {
        SHORT.set(bytes, at, two);
      } else {
        Varint.put(bytes, at, ref);
      }
    }
  }

  private int[] translation(Rw2Template template) {
    int[] known = translations.get(template);
    if (known == null) {
      known = new int[template.symbols.size()];
      for (int symbol = 1; symbol < known.length; symbol++) {
        known[symbol] = symbols.refOf(template.symbols, symbol);
      }
      translations.put(template, known);
    }
    return known;
  }

  /// Writes the rows of neighbouring slices from their template's records, one by one.
  private void translate(
      Rw2Template template, int @Nullable [] numbers, Batch batch, int from, int to) {
    Slice slice = batch.slices().get(from);
    Layout layout = slice.layout();
    for (int b = 0; b < layout.blockCount(); b++) {
      int first = Math.max(slice.fromRow(), layout.firstRow(b));
      int last = Math.min(slice.toRow(), layout.firstRow(b) + layout.rowCount(b));
      Metadata metadata = translated(template.metadata[b], numbers);
      for (int row = first; row < last; row++) {
        if (to - from == 1 && slice.selected() != null && !slice.selected().get(row)) {
          continue;
        }
        translateLabels(template, numbers, row);
        writer.write(batch, from, to, row, metadata);
      }
    }
  }

  private static Metadata translated(Metadata metadata, int @Nullable [] numbers) {
    return numbers == null
        ? metadata
        : Metadata.of(metadata.type(), numbers[metadata.helpRef()], numbers[metadata.unitRef()]);
  }

  private void translateLabels(Rw2Template template, int @Nullable [] numbers, int row) {
    byte[] records = template.records;
    int firstSlot = template.symbols.size();
    // Behind the tags and lengths of the series and of its references.
    int at = behindVarint(records, template.recordAt[row] + 1) + 1;
    at = behindVarint(records, at);
    int end = template.valueAt[row] - 3;
    writer.clearLabels();
    while (at < end) {
      int name = records[at++];
      if (name < 0) {
        name = longRef(records, at - 1);
        at = behindVarint(records, at);
      }
      int value = records[at++];
      if (value < 0) {
        value = longRef(records, at - 1);
        at = behindVarint(records, at);
      }
      int valueRef =
          value >= firstSlot
              ? slotRefs[value - firstSlot]
              : numbers == null ? value : numbers[value];
      if (valueRef != 0) {
        writer.addLabel(numbers == null ? name : numbers[name], valueRef);
      }
    }
  }

  private static int behindVarint(byte[] bytes, int from) {
    int at = from;
    while (bytes[at++] < 0) {
      // On to its last byte.
    }
    return at;
  }

  private static int longRef(byte[] bytes, int from) {
    int value = 0;
    int at = from;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /// The ordinary way: looks every string of a block up in the request's symbol table.
  private void encodeRows(Batch batch, int from, int to) {
    Slice slice = batch.slices().get(from);
    int[] nameRefs = slotNames(slice);
    blocks.reset(slice.layout());
    while (blocks.next()) {
      int row = blocks.firstRow();
      if (row < slice.toRow() && row + blocks.rowCount() > slice.fromRow()) {
        encodeBlock(batch, from, to, row, nameRefs);
      }
    }
  }

  /// Encodes the block that the cursor stands on.
  private void encodeBlock(Batch batch, int from, int to, int firstRow, int[] slotNames) {
    Slice slice = batch.slices().get(from);
    Metadata metadata =
        Metadata.of(
            blocks.type().remoteWrite2(),
            symbols.ref(blocks.texts(), blocks.helpFrom(), blocks.helpTo()),
            symbols.ref(blocks.texts(), blocks.unitFrom(), blocks.unitTo()));
    labels.reset(blocks.rows());
    if (numbers.length < labels.stringCount()) {
      numbers = new int[labels.stringCount() * 2];
    } else {
      Arrays.fill(numbers, 0, labels.stringCount(), 0);
    }
    boolean plain = to - from == 1 && slice.isPlain();
    if (plain) {
      writer.beginPlain(slice.timestampMs(), metadata);
    }
    writer.clearLabels();
    for (int row = firstRow; row < slice.toRow(); row++) {
      int kept = labels.nextRow();
      if (kept < 0) {
        break;
      }
      writer.keepLabels(kept);
      while (labels.nextLabel()) {
        if (labels.isSlot()) {
          writer.addLabel(slotNames[labels.slot()], slotRefs[labels.slot()]);
        } else {
          writer.addLabel(number(labels.name()), number(labels.value()));
        }
      }
      if (row < slice.fromRow()) {
        continue;
      }
      if (plain) {
        writer.writePlain(batch.values()[slice.base() + row]);
      } else if (isWanted(slice, to - from, row)) {
        writer.write(batch, from, to, row, metadata);
      }
    }
  }

  /// The symbol of one of the block's strings.
  private int number(int string) {
    int known = numbers[string];
    if (known == 0 && string != 0) {
      known = symbols.ref(labels.bytes(string), labels.from(string), labels.to(string));
      numbers[string] = known;
    }
    return known;
  }

  private static boolean isWanted(Slice slice, int slices, int row) {
    return slices > 1 || slice.selected() == null || slice.selected().get(row);
  }

  /// Symbol numbers of the slots' names; [#slotRefs] gets those of their values.
  private int[] slotNames(Slice slice) {
    List<String> names = slice.layout().slotNames();
    lookUpSlots(slice.stream(), names.size());
    int[] nameRefs = new int[names.size()];
    for (int slot = 0; slot < nameRefs.length; slot++) {
      byte[] name = names.get(slot).getBytes(StandardCharsets.UTF_8);
      nameRefs[slot] = symbols.ref(name, 0, name.length);
    }
    return nameRefs;
  }

  private EncodedRequest finish() {
    int symbolBytes = symbols.encodedBytes();
    int start = symbolsRoom - symbolBytes;
    if (start < 0) {
      int seriesBytes = out.size() - symbolsRoom;
      out.reserve(-start);
      System.arraycopy(out.array(), symbolsRoom, out.array(), symbolBytes, seriesBytes);
      out.advance(-start);
      start = 0;
    }
    symbols.copyTo(out.array(), start);
    symbolsRoom = symbolBytes + (symbolBytes >> 2) + 256;
    return counts.request(out.array(), start, out.size() - start);
  }
}
