package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An immutable run of series, one metric family as a rule: the final label set of each and the
/// family's metadata.
///
/// Equal content is equal identity: blocks are compared by their bytes and shared through
/// [Layouts], so that a thousand targets that expose the same family hold one copy. Label names and
/// values are written once per block; rows refer to them by number, and leave out the labels that
/// they begin with like the row before:
///
/// ```
/// block   = strings (varint)  ( length (varint)  UTF-8 )*     numbered from 2, in order of first use
///           row*
/// row     = kept << 4 | new    (15: that many and more, the rest follows as a varint; kept first)
///           ( name  value  |  0  slot )*                      new labels; varints
/// ```
///
/// `kept` labels are those of the row before. String 0 is the empty one, 1 is `__name__`. The
/// labels of a row are ordered by name; each is either written out or a *slot*, whose name is in
/// the [Layout] and whose value in the [Stream].
///
/// Walk it with a [LabelRefCursor], or a [RowCursor] for rows as bytes; build it with a
/// [BlockBuilder].
public final class SeriesBlock {
  static final String METRIC_NAME = "__name__";
  static final int EMPTY_STRING = 0;
  static final int METRIC_NAME_STRING = 1;
  static final int FIRST_STRING = 2;

  /// Label counts from here on take a varint.
  static final int MANY_LABELS = 15;

  /// Longest unpacked row that is accepted when reading foreign bytes: 64 MiB.
  static final int MAX_ROW_BYTES = 64 << 20;

  private final byte[] encoded;
  private final int rowCount;
  private final FamilyMetadata metadata;
  private final int hash;

  SeriesBlock(byte[] encoded, int rowCount, FamilyMetadata metadata) {
    this.encoded = encoded;
    this.rowCount = rowCount;
    this.metadata = metadata;
    this.hash = 31 * (31 * Arrays.hashCode(encoded) + rowCount) + metadata.hashCode();
  }

  /// The strings and rows, without the metadata. Callee keeps the array; it is never written.
  public byte[] encoded() {
    return encoded;
  }

  /// A block from bytes that [#encoded] once gave; throws [ByteSource.TruncatedException] or
  /// [IllegalArgumentException] where they are not `rowCount` well-formed rows.
  public static SeriesBlock ofEncoded(byte[] encoded, int rowCount, FamilyMetadata metadata) {
    EncodedCheck.check(encoded, rowCount);
    return new SeriesBlock(encoded, rowCount, metadata);
  }

  public int rowCount() {
    return rowCount;
  }

  public FamilyMetadata metadata() {
    return metadata;
  }

  /// Heap bytes, roughly: for bounds and metrics.
  public long estimatedBytes() {
    return 96L + encoded.length + metadata.help().length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof SeriesBlock that
            && hash == that.hash
            && rowCount == that.rowCount
            && Arrays.equals(encoded, that.encoded)
            && metadata.equals(that.metadata));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Writes the label `name`=`value` to a row in bytes (see [RowCursor]).
  public static void putLabel(ByteSink row, byte[] name, byte[] value) {
    row.putLengthPrefixed(name);
    row.putLengthPrefixed(value);
  }

  /// Writes a slot to a row in bytes.
  public static void putSlot(ByteSink row, int slot) {
    row.put(0);
    row.putVarint(slot);
  }
}
