package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.wire.protobuf.Proto;
import io.tributary.wire.remotewrite.Rw2SeriesWriter.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The series of a layout as finished `TimeSeries` messages with holes for the value, the time and
/// the slot values, back to back:
///
/// ```
/// 2A length  0A length refs…  12 10 09 value×8 10 time×6  2A length metadata
///                   ^^ slots           ^^^^^^^    ^^^^^^
/// ```
///
/// Millisecond timestamps from 1971 to 2109 are varints of six bytes, so their place never moves.
/// Symbols are numbered so that a request whose table begins with this template's own ([#symbols])
/// needs no other change: the 127 that are used most have one byte, slot values follow behind the
/// template's last symbol. In any other request the numbers are translated.
///
/// Immutable.
final class Rw2Template implements Template {
  /// Rows beyond which no template is made: its offsets would not fit.
  private static final int MAX_ROWS = 1 << 20;

  private static final int SHORT_REFS = 127;
  private static final int SAMPLE_BYTES = 8 + 1 + 1 + Rw2Encoder.TIMESTAMP_BYTES;

  /// All symbols but the slot values.
  final Symbols symbols;

  final byte[] records;

  /// Per row, and one behind the last: where its record begins.
  final int[] recordAt;

  /// Per row: where its value begins.
  final int[] valueAt;

  /// Per row and slot: how far before the value its reference begins; 0 where the row lacks the
  /// slot.
  final char[] slotBefore;

  final int slotCount;

  /// Per block, in this template's numbers.
  final Metadata[] metadata;

  private Rw2Template(
      Symbols symbols,
      byte[] records,
      int[] recordAt,
      int[] valueAt,
      char[] slotBefore,
      int slotCount,
      Metadata[] metadata) {
    this.symbols = symbols;
    this.records = records;
    this.recordAt = recordAt;
    this.valueAt = valueAt;
    this.slotBefore = slotBefore;
    this.slotCount = slotCount;
    this.metadata = metadata;
  }

  /// The template of `layout`; null where it cannot have one.
  static @Nullable Rw2Template of(Layout layout) {
    return layout.rowCount() == 0 || layout.rowCount() > MAX_ROWS
        ? null
        : new Builder(layout).build();
  }

  /// The number that stands for a slot's value.
  int slotSymbol(int slot) {
    return symbols.size() + slot;
  }

  @Override
  public long heldBytes() {
    return symbols.heldBytes()
        + records.length
        + 4L * (recordAt.length + valueAt.length)
        + 2L * slotBefore.length
        + 32L * metadata.length;
  }

  /// Reads the rows twice: to count and number the symbols, then to write the records.
  private static final class Builder {
    private final Layout layout;
    private final int slotCount;
    private final RowLabels labels = new RowLabels();

    /// Symbols in order of appearance, how often each is used, and its final number.
    private final Symbols found = new Symbols(256);

    private int[] uses = new int[256];
    private int[] numbers = new int[0];

    /// Of the row: symbol numbers; a slot's value is `-1 - slot`.
    private int[] refs = new int[64];

    private int labelCount;

    Builder(Layout layout) {
      this.layout = layout;
      this.slotCount = layout.slotNames().size();
    }

    Rw2Template build() {
      count();
      Symbols symbols = numbered();
      int rows = layout.rowCount();
      var records = new ByteSink(rows * 48);
      int[] recordAt = new int[rows + 1];
      int[] valueAt = new int[rows];
      char[] slotBefore = new char[rows * slotCount];
      var metadata = new Metadata[layout.blockCount()];
      int row = 0;
      for (int b = 0; b < layout.blockCount(); b++) {
        SeriesBlock block = layout.block(b);
        metadata[b] = metadata(symbols, block.metadata());
        labels.reset(block);
        while (readRow(found, false)) {
          recordAt[row] = records.size();
          valueAt[row] = writeRecord(records, symbols.size(), metadata[b]);
          markSlots(valueAt[row], slotBefore, row, symbols.size());
          row++;
        }
      }
      recordAt[rows] = records.size();
      return new Rw2Template(
          symbols, records.toByteArray(), recordAt, valueAt, slotBefore, slotCount, metadata);
    }

    private void count() {
      for (int b = 0; b < layout.blockCount(); b++) {
        labels.reset(layout.block(b));
        while (readRow(found, true)) {
          // Counted while reading.
        }
        FamilyMetadata family = layout.block(b).metadata();
        use(symbol(found, family.help()), layout.block(b).rowCount());
        use(symbol(found, family.unit()), layout.block(b).rowCount());
      }
    }

    private void use(int symbol, int times) {
      if (symbol >= uses.length) {
        uses = Arrays.copyOf(uses, Math.max(uses.length * 2, symbol + 1));
      }
      uses[symbol] += times;
    }

    /// Gives the symbols used most the numbers of one byte, and otherwise keeps them in order of
    /// appearance.
    private Symbols numbered() {
      int size = found.size();
      uses = Arrays.copyOf(uses, Math.max(uses.length, size));
      int[] sorted = Arrays.copyOfRange(uses, 1, size);
      Arrays.sort(sorted);
      int least = sorted.length <= SHORT_REFS ? 0 : sorted[sorted.length - SHORT_REFS];
      int[] order = new int[size];
      int next = 1;
      for (int pass = 0; pass < 2; pass++) {
        for (int symbol = 1; symbol < size; symbol++) {
          if (uses[symbol] >= least == (pass == 0)) {
            order[next++] = symbol;
          }
        }
      }
      var symbols = new Symbols(size);
      numbers = new int[size];
      for (int i = 1; i < size; i++) {
        numbers[order[i]] = symbols.refOf(found, order[i]);
      }
      return symbols;
    }

    private boolean readRow(Symbols symbols, boolean counting) {
      int kept = labels.nextRow();
      if (kept < 0) {
        return false;
      }
      labelCount = kept;
      while (labels.nextLabel()) {
        if (2 * labelCount + 2 > refs.length) {
          refs = Arrays.copyOf(refs, refs.length * 2);
        }
        if (labels.isSlot()) {
          refs[2 * labelCount] = symbol(symbols, layout.slotNames().get(labels.slot()));
          refs[2 * labelCount + 1] = -1 - labels.slot();
        } else {
          refs[2 * labelCount] = symbol(symbols, labels.name());
          refs[2 * labelCount + 1] = symbol(symbols, labels.value());
        }
        labelCount++;
      }
      if (counting) {
        for (int i = 0; i < 2 * labelCount; i++) {
          if (refs[i] >= 0) {
            use(refs[i], 1);
          }
        }
      }
      return true;
    }

    private int symbol(Symbols symbols, int string) {
      return symbols.ref(labels.bytes(string), labels.from(string), labels.to(string));
    }

    private static int symbol(Symbols symbols, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return symbols.ref(bytes, 0, bytes.length);
    }

    private static Metadata metadata(Symbols symbols, FamilyMetadata family) {
      return Metadata.of(
          family.type().remoteWrite2(),
          symbol(symbols, family.help()),
          symbol(symbols, family.unit()));
    }

    /// Returns where the value begins.
    private int writeRecord(ByteSink records, int firstSlotSymbol, Metadata metadata) {
      int refBytes = 0;
      for (int i = 0; i < labelCount; i++) {
        if (isPresent(i)) {
          refBytes +=
              Symbols.refBytes(number(refs[2 * i], firstSlotSymbol))
                  + Symbols.refBytes(number(refs[2 * i + 1], firstSlotSymbol));
        }
      }
      int metadataBytes = metadata.isEmpty() ? 0 : 2 + metadata.bytes();
      records.put(Rw2SeriesWriter.SERIES_TAG);
      records.putVarint(1 + Varint.size(refBytes) + refBytes + 2 + SAMPLE_BYTES + metadataBytes);
      records.put(Rw2SeriesWriter.REFS_TAG);
      records.putVarint(refBytes);
      for (int i = 0; i < labelCount; i++) {
        if (isPresent(i)) {
          records.putVarint(number(refs[2 * i], firstSlotSymbol));
          records.putVarint(number(refs[2 * i + 1], firstSlotSymbol));
        }
      }
      records.put(Rw2SeriesWriter.SAMPLE_TAG);
      records.put(SAMPLE_BYTES);
      records.put(Rw2SeriesWriter.VALUE_TAG);
      int valueAt = records.size();
      records.putLong(0);
      records.put(Rw2SeriesWriter.TIMESTAMP_TAG);
      records.reserve(Rw2Encoder.TIMESTAMP_BYTES);
      records.advance(Rw2Encoder.TIMESTAMP_BYTES);
      writeMetadata(records, metadata);
      return valueAt;
    }

    private static void writeMetadata(ByteSink records, Metadata metadata) {
      if (!metadata.isEmpty()) {
        records.put(Rw2SeriesWriter.METADATA_TAG);
        records.put(metadata.bytes());
        Proto.varintUnlessZero(records, 1, metadata.type());
        Proto.varintUnlessZero(records, 3, metadata.helpRef());
        Proto.varintUnlessZero(records, 4, metadata.unitRef());
      }
    }

    /// Labels whose value is empty are left out.
    private boolean isPresent(int label) {
      return refs[2 * label + 1] != 0;
    }

    private int number(int ref, int firstSlotSymbol) {
      return ref >= 0 ? numbers[ref] : firstSlotSymbol - 1 - ref;
    }

    private void markSlots(int valueAt, char[] slotBefore, int row, int firstSlotSymbol) {
      // Walks the labels backwards from the sample's header.
      int at = valueAt - 3;
      for (int i = labelCount - 1; i >= 0; i--) {
        if (isPresent(i)) {
          int ref = refs[2 * i + 1];
          at -= Symbols.refBytes(number(ref, firstSlotSymbol));
          if (ref < 0) {
            slotBefore[row * slotCount - 1 - ref] = (char) Math.min(valueAt - at, 0xFFFF);
          }
          at -= Symbols.refBytes(number(refs[2 * i], firstSlotSymbol));
        }
      }
    }
  }
}
