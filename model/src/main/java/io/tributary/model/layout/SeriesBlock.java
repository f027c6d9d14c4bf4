package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An immutable run of series, one metric family as a rule: the final label set of each and the
/// family's metadata.
///
/// Equal content is equal identity: blocks are compared by their bytes and shared through a
/// [BlockInterner], so that a thousand targets that expose the same family hold one copy. Rows are
/// stored front-coded,
///
/// ```
/// row    = prefix (varint)  suffix length (varint)  suffix
/// ```
///
/// where `prefix` bytes are those that the row shares with the row before. An unpacked row is a
/// sequence of labels ordered by name, each either written out or a *slot*, whose name is in the
/// [Layout] and whose value in the [Stream]:
///
/// ```
/// label  = name length (varint ≥ 1)  name  value length (varint)  value
/// slot   = 0                         slot index (varint)
/// ```
///
/// Read it with a [RowCursor], build it with a [BlockBuilder].
public final class SeriesBlock {
  /// Longest unpacked row that is accepted when reading foreign bytes: 64 MiB.
  static final int MAX_ROW_BYTES = 64 << 20;

  private final byte[] rows;
  private final int rowCount;
  private final FamilyMetadata metadata;
  private final int hash;

  SeriesBlock(byte[] rows, int rowCount, FamilyMetadata metadata) {
    this.rows = rows;
    this.rowCount = rowCount;
    this.metadata = metadata;
    this.hash = 31 * (31 * Arrays.hashCode(rows) + rowCount) + metadata.hashCode();
  }

  /// The front-coded rows. Callee keeps the array; it is never written.
  public byte[] encodedRows() {
    return rows;
  }

  /// A block from bytes that [#encodedRows] once gave; throws [ByteSource.TruncatedException] where
  /// they are not `rowCount` well-formed rows.
  public static SeriesBlock ofEncoded(byte[] rows, int rowCount, FamilyMetadata metadata) {
    var source = new ByteSource(rows);
    int previousLength = 0;
    for (int row = 0; row < rowCount; row++) {
      int prefix = source.getLength(previousLength);
      int suffix = source.getLength(source.remaining());
      source.skip(suffix);
      previousLength = prefix + suffix;
      if (previousLength > MAX_ROW_BYTES) {
        throw new IllegalArgumentException(
            "cannot read block: row of " + previousLength + " bytes");
      }
    }
    if (source.hasRemaining()) {
      throw new IllegalArgumentException("cannot read block: bytes behind its last row");
    }
    return new SeriesBlock(rows, rowCount, metadata);
  }

  public int rowCount() {
    return rowCount;
  }

  public FamilyMetadata metadata() {
    return metadata;
  }

  /// Heap bytes, roughly: for bounds and metrics.
  public long estimatedBytes() {
    return 96L + rows.length + metadata.help().length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof SeriesBlock that
            && hash == that.hash
            && rowCount == that.rowCount
            && Arrays.equals(rows, that.rows)
            && metadata.equals(that.metadata));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Writes the unpacked label `name`=`value` to `row`.
  public static void putLabel(ByteSink row, byte[] name, byte[] value) {
    row.putLengthPrefixed(name);
    row.putLengthPrefixed(value);
  }

  /// Writes a slot to `row`.
  public static void putSlot(ByteSink row, int slot) {
    row.put(0);
    row.putVarint(slot);
  }
}
