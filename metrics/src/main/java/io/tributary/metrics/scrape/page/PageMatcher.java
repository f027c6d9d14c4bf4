package io.tributary.metrics.scrape.page;

import io.tributary.model.layout.SideColumns;
import io.tributary.wire.exposition.FloatParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Compares a body with the text of a [Page] and takes the numbers: the fast path of scraping.
///
/// No hashing and no allocation while nothing changed. Anything unexpected (another series, an
/// exemplar, a number that the parser refuses) ends the comparison; the caller then reads the body
/// in full.
///
/// Bodies have at least 16 bytes of room behind their end. Owned by one thread.
public final class PageMatcher {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MISMATCH = -1;
  private static final long[] DIGIT_BITS = digitBits();

  private final FloatParser.End number = new FloatParser.End();
  private final FoldedBlocks folded = new FoldedBlocks();
  private long[] timestampsMs = new long[0];
  private boolean sawTimestamp;
  private boolean allowTimestamps;

  public PageMatcher() {}

  /// Writes the value of each exposed row to `values` and returns true when `body[0, length)` is
  /// exactly this page.
  public boolean match(Page page, byte[] body, int length, long[] values) {
    begin(page);
    int position =
        page.isFolded()
            ? matchFolded(page, body, length, values)
            : matchBlocks(page.blocks(), body, length, values);
    byte[] tail = page.tail();
    return position >= 0
        && length - position == tail.length
        && Arrays.equals(body, position, length, tail, 0, tail.length);
  }

  private int matchBlocks(List<PageBlock> blocks, byte[] body, int length, long[] values) {
    int position = 0;
    int row = 0;
    for (PageBlock block : blocks) {
      byte[] code = block.text().code();
      position = matchBlock(code, 0, code.length, body, position, length, values, row);
      if (position < 0) {
        return MISMATCH;
      }
      row += block.exposedRows();
    }
    return position;
  }

  private int matchFolded(Page page, byte[] body, int length, long[] values) {
    int position = 0;
    int row = 0;
    folded.reset(page);
    while (folded.next()) {
      position =
          matchBlock(
              folded.bytes(),
              folded.codeFrom(),
              folded.codeTo(),
              body,
              position,
              length,
              values,
              row);
      if (position < 0) {
        return MISMATCH;
      }
      row += folded.rows();
    }
    return position;
  }

  /// Begins a comparison block by block.
  void begin(Page page) {
    sawTimestamp = false;
    allowTimestamps = page.integerTimestamps();
  }

  /// Moves what is indexed by exposed row to the column rows of `page`, in place.
  public void compact(Page page, long[] byExposedRow) {
    if (page.drops() && page.isFolded()) {
      folded.compact(page, byExposedRow);
    } else {
      page.compact(byExposedRow);
    }
  }

  /// Whether a row of the last match carried a timestamp of its own.
  public boolean sawTimestamp() {
    return sawTimestamp;
  }

  /// Explicit timestamps of the last match by exposed row, [SideColumns#NO_TIMESTAMP] where there
  /// is none; valid when [#sawTimestamp].
  public long[] timestampsMs() {
    return timestampsMs;
  }

  /// Compares a block, whose code is `code[codeFrom, codeTo)`, from offset `from` on and writes its
  /// values from `firstRow` on. Kept small and apart: the compiler sees nothing but segments,
  /// offsets and the output column.
  ///
  /// Gives the offset behind the block, or −1.
  int matchBlock(
      byte[] code,
      int codeFrom,
      int codeTo,
      byte[] body,
      int from,
      int length,
      long[] values,
      int firstRow) {
    int at = codeFrom;
    int position = from;
    int line = from;
    int row = firstRow;
    while (at < codeTo) {
      int prefix = code[at++] & 0xFF;
      if (prefix == PageCode.LITERAL) {
        int literal = (int) INT.get(code, at);
        at += 4;
        if (!equal(body, position, length, code, at, literal)) {
          return MISMATCH;
        }
        at += literal;
        position += literal;
        continue;
      }
      int suffix = code[at++] & 0xFF;
      if (suffix == PageCode.LONG_LENGTH) {
        suffix = (int) INT.get(code, at);
        at += 4;
      }
      int end = position + prefix + suffix;
      if (end > length
          || Arrays.mismatch(body, position, position + prefix, body, line, line + prefix) >= 0
          || Arrays.mismatch(body, position + prefix, end, code, at, at + suffix) >= 0) {
        return MISMATCH;
      }
      at += suffix;
      line = position;
      // A tenth of all values has one digit.
      int digit = body[end] - '0';
      if (digit >= 0 && digit <= 9 && body[end + 1] == '\n' && end + 1 < length) {
        values[row++] = DIGIT_BITS[digit];
        position = end + 2;
        continue;
      }
      values[row] = FloatParser.parse(body, end, length, number);
      int behind = number.at;
      if (behind < 0) {
        return MISMATCH;
      }
      if (behind < length && body[behind] == '\n') {
        position = behind + 1;
      } else {
        position = timestamp(body, behind, length, row, values.length);
        if (position < 0) {
          return MISMATCH;
        }
      }
      row++;
    }
    return position;
  }

  private static boolean equal(
      byte[] body, int position, int length, byte[] code, int at, int bytes) {
    return length - position >= bytes
        && Arrays.mismatch(body, position, position + bytes, code, at, at + bytes) < 0;
  }

  /// A timestamp in whole milliseconds between the value and the end of the line: what the text
  /// format allows.
  private int timestamp(byte[] body, int from, int length, int row, int rows) {
    int at = from;
    if (!allowTimestamps || at >= length || body[at++] != ' ') {
      return MISMATCH;
    }
    long value = 0;
    int digits = 0;
    for (; at < length && body[at] >= '0' && body[at] <= '9'; at++, digits++) {
      value = value * 10 + (body[at] - '0');
    }
    if (digits == 0 || digits > 17 || at >= length || body[at] != '\n') {
      return MISMATCH;
    }
    if (!sawTimestamp) {
      sawTimestamp = true;
      if (timestampsMs.length < rows) {
        timestampsMs = new long[rows];
      }
      Arrays.fill(timestampsMs, SideColumns.NO_TIMESTAMP);
    }
    timestampsMs[row] = value;
    return at + 1;
  }

  private static long[] digitBits() {
    long[] bits = new long[10];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(i);
    }
    return bits;
  }
}
