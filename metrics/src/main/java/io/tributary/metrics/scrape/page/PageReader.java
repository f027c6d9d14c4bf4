package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.LongSet;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import io.tributary.wire.exposition.ByteView;
import io.tributary.wire.exposition.ExposedSample;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import io.tributary.wire.exposition.ExpositionParser;
import io.tributary.wire.exposition.ExpositionSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a body in full: the reference for [PageMatcher], and the way a [Page] comes to be.
///
/// The lines are cut into blocks where the family changes and, inside a family, behind lines whose
/// hash says so: a series that appears or vanishes changes one block of about [#MEAN_BLOCK_ROWS]
/// rows, and all others are found again. Reusable, with its scratch; owned by one thread.
public final class PageReader implements ExpositionSink {
  /// Rows of a block inside a long family, on average; a power of two.
  static final int MEAN_BLOCK_ROWS = 32;

  private static final int MIN_BLOCK_ROWS = 8;
  private static final int MAX_BLOCK_ROWS = 256;
  private static final int MAX_BLOCK_BYTES = 64 << 10;

  /// How far ahead in the old page a block is looked for before the table of all blocks is asked.
  private static final int LOOK_AHEAD = 4;

  /// A change that spreads further than this is read in full.
  private static final int MAX_PATCH_BYTES = 256 << 10;

  private final ExpositionOptions options;
  private final Map<ExpositionFormat, ExpositionParser> parsers =
      new EnumMap<>(ExpositionFormat.class);
  private final RowTable table = new RowTable();
  private final FamilyTracker families = new FamilyTracker();
  private final PageCode code = new PageCode();
  private final ExposedLabels exposed = new ExposedLabels();
  private final ByteSink row = new ByteSink(256);
  private final BlockBuilder block = new BlockBuilder();
  private final LongSet seen = new LongSet(1024);
  private final RowCursor cursor = new RowCursor();
  private int[] order = new int[0];
  private long[] values = new long[1024];

  // Where the last search found a block of the old page again: its index, and the offset in the
  // body.
  private int foundBlock;
  private int foundPosition;
  private int rowsReached;
  private int rowsKept;

  public PageReader(ExpositionOptions options) {
    this.options = options;
  }

  /// Reads `body[0, length)`, which has at least 16 bytes of room behind it.
  ///
  /// `old` is the target's previous page, not folded: what is still there is found in it first.
  /// With `sorted` the rows are put in an order of their own, for targets that expose the same
  /// series in a new order each time; such a page is not matchable. Throws
  /// [io.tributary.wire.WireException] on a body that does not follow its format and
  /// [ScrapeRejectedException] on one that must not be stored.
  public ReadPage read(
      ExpositionFormat format,
      byte[] body,
      int length,
      PageContext context,
      @Nullable Page old,
      boolean sorted) {
    boolean textual = format != ExpositionFormat.PROTOBUF && !options.convertClassicHistograms();
    table.clear(textual ? body : null);
    families.clear();
    rowsKept = 0;
    rowsReached = 0;
    try {
      parser(format).parse(body, 0, length, this);
    } catch (WireException e) {
      rowsReached = table.rows;
      rowsKept = table.rows;
      throw e;
    }
    boolean natural = textual && !sorted;
    orderRows(sorted);
    var blocks = new ArrayList<PageBlock>(old == null ? 64 : old.blocks().size() + 8);
    cut(context, old, natural, 0, 0, 0, blocks);
    rowsReached = table.rows;
    int tailFrom = !natural ? length : table.rows == 0 ? 0 : table.lineTo[table.rows - 1];
    byte[] tail = Arrays.copyOfRange(body, tailFrom, length);
    return finish(format, blocks, tail, natural, context);
  }

  @Override
  public void type(ByteView name, MetricType type) {
    families.type(name, type);
  }

  @Override
  public void help(ByteView name, ByteView text) {
    families.help(name, text);
  }

  @Override
  public void unit(ByteView name, ByteView unit) {
    families.unit(name, unit);
  }

  @Override
  public void sample(ExposedSample sample) {
    table.add(sample, families.of(sample.labels()));
  }

  private void orderRows(boolean sorted) {
    if (order.length < table.rows) {
      order = new int[table.rows * 2];
    }
    for (int i = 0; i < table.rows; i++) {
      order[i] = i;
    }
    if (!sorted) {
      return;
    }
    Integer[] rows = new Integer[table.rows];
    Arrays.setAll(rows, i -> i);
    byte[] text = table.text();
    Arrays.sort(
        rows,
        (l, r) ->
            Arrays.compareUnsigned(
                text,
                table.textFrom[l],
                table.textTo[l],
                text,
                table.textFrom[r],
                table.textTo[r]));
    for (int i = 0; i < rows.length; i++) {
      order[i] = rows[i];
    }
  }

  /// Cuts the rows of the table from `firstRow` on into blocks; the first begins at offset
  /// `textFrom` of the body.
  private void cut(
      PageContext context,
      @Nullable Page old,
      boolean natural,
      int firstRow,
      int textFrom,
      int firstOld,
      List<PageBlock> blocks) {
    int oldAt = firstOld;
    int lineTo = textFrom;
    for (int from = firstRow; from < table.rows; ) {
      code.clear();
      int to = from;
      FamilyMetadata metadata = table.metadata[order[from]];
      MetricType type = table.type[order[from]];
      while (to < table.rows) {
        int r = order[to];
        if (to > from && (table.metadata[r] != metadata || table.type[r] != type)) {
          break;
        }
        if (natural && table.textFrom[r] > lineTo) {
          if (to > from) {
            break;
          }
          code.literal(table.text(), lineTo, table.textFrom[r]);
        }
        code.row(table.text(), table.textFrom[r], table.textTo[r]);
        lineTo = table.lineTo[r];
        to++;
        if (endsBlock(to - from, table.hash[r])) {
          break;
        }
      }
      PageBlock found = inOldPage(old, oldAt, to - from, type, metadata);
      if (found != null) {
        rowsKept += found.series().rowCount();
        oldAt = old == null ? 0 : indexFrom(old.blocks(), oldAt, found) + 1;
      } else {
        var text = new PageText(code.toByteArray(), to - from, type, metadata);
        found = context.blocks().find(text);
        if (found != null) {
          rowsKept += found.series().rowCount();
        } else {
          found = context.blocks().intern(resolve(text, from, to, context));
        }
      }
      blocks.add(found);
      from = to;
    }
  }

  private boolean endsBlock(int rows, long hash) {
    return rows >= MAX_BLOCK_ROWS
        || code.size() >= MAX_BLOCK_BYTES
        || (rows >= MIN_BLOCK_ROWS && (hash >>> 20 & (MEAN_BLOCK_ROWS - 1)) == 0);
  }

  private @Nullable PageBlock inOldPage(
      @Nullable Page old, int from, int rows, MetricType type, FamilyMetadata metadata) {
    if (old == null) {
      return null;
    }
    int to = Math.min(from + LOOK_AHEAD, old.blocks().size());
    for (int i = from; i < to; i++) {
      PageBlock candidate = old.blocks().get(i);
      PageText text = candidate.text();
      if (text.rows() == rows
          && text.typeInForce() == type
          && code.contentEquals(text.code())
          && text.metadata().equals(metadata)) {
        return candidate;
      }
    }
    return null;
  }

  private static int indexFrom(List<PageBlock> blocks, int from, PageBlock wanted) {
    int at = from;
    while (blocks.get(at) != wanted) {
      at++;
    }
    return at;
  }

  private PageBlock resolve(PageText text, int from, int to, PageContext context) {
    int[] kept = new int[to - from];
    int rows = 0;
    // A block before this one may have been refused half-way.
    block.clear();
    // Large pages are read outside the loop, so two readers may meet in one context.
    synchronized (context.resolver()) {
      for (int i = from; i < to; i++) {
        exposed.decode(table.labels.array(), table.labelsAt[order[i]]);
        row.clear();
        rowsReached = i + 1;
        if (context.resolver().resolve(exposed, row)) {
          block.add(row.array(), 0, row.size());
          kept[i - from] = rows++;
          rowsKept++;
        } else {
          kept[i - from] = -1;
        }
      }
    }
    SeriesBlock series = context.layouts().intern(block.build(text.metadata()));
    return new PageBlock(text, series, rows == kept.length ? null : kept);
  }

  /// Sample lines that the last read came to, also where it ended in an exception.
  public int rowsRead() {
    return rowsReached;
  }

  /// Rows among [#rowsRead] that relabelling kept.
  public int rowsKept() {
    return rowsKept;
  }

  /// Different series among [#rowsKept]; for a read that ended in an exception.
  public int seriesKept() {
    seen.clear();
    int again = 0;
    for (int i = 0; i < rowsReached; i++) {
      again += seen.add(table.hash[i]) ? 0 : 1;
    }
    return Math.max(rowsKept - again, 0);
  }

  /// Reads a body that differs from `old` in places: what is between blocks that are still there is
  /// parsed, the rest is matched. Null where that does not lead anywhere; [#read] then decides.
  /// Rows and values are those that [#read] would give, blocks may be cut elsewhere.
  public @Nullable ReadPage patch(
      ExpositionFormat format,
      byte[] body,
      int length,
      PageContext context,
      Page old,
      PageMatcher matcher) {
    if (!old.matchable() || old.format() != format || old.blocks().isEmpty()) {
      return null;
    }
    table.clear(body);
    matcher.begin(old);
    var blocks = new ArrayList<PageBlock>(old.blocks().size() + 8);
    int tailFrom = length - old.tail().length;
    int position = 0;
    int exposed = 0;
    int at = 0;
    boolean isBehindChange = false;
    while (at < old.blocks().size() || position < tailFrom) {
      if (at < old.blocks().size()) {
        PageBlock known = old.blocks().get(at);
        ensureValues(exposed + known.exposedRows());
        byte[] knownCode = known.text().code();
        int next =
            matcher.matchBlock(
                knownCode, 0, knownCode.length, body, position, length, values, exposed);
        if (next >= 0) {
          if (isBehindChange
              && (hidesFamily(old, known.text()) || !families.leadsTo(known.text()))) {
            return null;
          }
          isBehindChange = false;
          blocks.add(known);
          exposed += known.exposedRows();
          position = next;
          at++;
          continue;
        }
      }
      if (!findAgain(old, at, body, position, tailFrom)) {
        return null;
      }
      int firstRow = table.rows;
      if (!parseBetween(format, body, position, foundPosition, blocks, old)) {
        return null;
      }
      isBehindChange = true;
      int rows = table.rows - firstRow;
      ensureValues(exposed + rows);
      System.arraycopy(table.values, firstRow, values, exposed, rows);
      orderRows(false);
      cut(context, old, true, firstRow, position, at, blocks);
      exposed += rows;
      position = foundPosition;
      at = foundBlock;
    }
    boolean plain = !matcher.sawTimestamp() && !table.sawTimestamp && table.exemplars.isEmpty();
    if (!plain || position != tailFrom || !endsWith(body, length, old.tail())) {
      return null;
    }
    return patched(format, blocks, old.tail(), exposed, context);
  }

  /// Looks for the start of one of the next blocks at the start of one of the next lines.
  private boolean findAgain(Page old, int changed, byte[] body, int from, int tailFrom) {
    int last = Math.min(changed + 1 + LOOK_AHEAD, old.blocks().size());
    int limit = Math.min(tailFrom, from + MAX_PATCH_BYTES);
    for (int line = from; line < limit; line = lineBehind(body, line, tailFrom)) {
      for (int i = line == from ? changed + 1 : changed; i < last; i++) {
        if (PageCode.begins(old.blocks().get(i).text().code(), body, line, tailFrom)) {
          foundBlock = i;
          foundPosition = line;
          return true;
        }
      }
    }
    foundBlock = old.blocks().size();
    foundPosition = tailFrom;
    return last == old.blocks().size() && tailFrom - from <= MAX_PATCH_BYTES && tailFrom >= from;
  }

  private static int lineBehind(byte[] body, int from, int limit) {
    int at = from;
    while (at < limit && body[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private boolean parseBetween(
      ExpositionFormat format, byte[] body, int from, int to, List<PageBlock> before, Page old) {
    FamilyMetadata family =
        before.isEmpty() ? FamilyMetadata.NONE : before.getLast().text().metadata();
    MetricType type = before.isEmpty() ? MetricType.UNKNOWN : before.getLast().text().typeInForce();
    if (from == to) {
      families.resume(family);
      return true;
    }
    if (!before.isEmpty() && hidesFamily(old, before.getLast().text())) {
      return false;
    }
    families.resume(family);
    int firstRow = table.rows;
    parser(format).parseLines(body, from, to, type, this);
    // Comments behind the last sample would belong to no block.
    return table.rows > firstRow && table.lineTo[table.rows - 1] == to;
  }

  /// Whether some family may be in force at `block` that its own samples do not show: one that was
  /// named before them, and whose samples may still come. Only a full read knows it.
  private static boolean hidesFamily(Page page, PageText block) {
    return block.metadata().family().isEmpty()
        && page.blocks().stream().anyMatch(b -> PageCode.beginsWithComment(b.text().code()));
  }

  private ExpositionParser parser(ExpositionFormat format) {
    return parsers.computeIfAbsent(format, f -> ExpositionParser.of(f, options));
  }

  private void ensureValues(int rows) {
    if (values.length < rows) {
      values = Arrays.copyOf(values, rows * 2);
    }
  }

  private static boolean endsWith(byte[] body, int length, byte[] tail) {
    return length >= tail.length
        && Arrays.equals(body, length - tail.length, length, tail, 0, tail.length);
  }

  private ReadPage patched(
      ExpositionFormat format,
      List<PageBlock> blocks,
      byte[] tail,
      int exposed,
      PageContext context) {
    beginSeen(context);
    BitSet repeated = null;
    int column = 0;
    for (PageBlock b : blocks) {
      for (long hash : b.hashes()) {
        repeated = note(hash, column++, repeated);
      }
    }
    Page page = page(format, blocks, tail, true, exposed, repeated, context);
    long[] byColumn = Arrays.copyOf(values, Math.max(exposed, page.layout().rowCount()));
    page.compact(byColumn);
    return new ReadPage(page, byColumn, null);
  }

  private static Page page(
      ExpositionFormat format,
      List<PageBlock> blocks,
      byte[] tail,
      boolean matchable,
      int exposed,
      @Nullable BitSet repeated,
      PageContext context) {
    int kept = 0;
    var series = new ArrayList<SeriesBlock>(blocks.size() + 1);
    for (PageBlock b : blocks) {
      kept += b.series().rowCount();
      series.add(b.series());
    }
    series.add(context.reportBlock());
    var layout = context.layouts().layout(context.slotNames(), series);
    return Page.of(format, blocks, tail, matchable, layout, exposed, kept, repeated);
  }

  private ReadPage finish(
      ExpositionFormat format,
      List<PageBlock> blocks,
      byte[] tail,
      boolean natural,
      PageContext context) {
    int[] columnRow = columnRows(blocks);
    BitSet repeated = repeatedRows(blocks, context);
    return ReadPage.of(
        page(format, blocks, tail, natural, table.rows, repeated, context),
        table,
        order,
        columnRow);
  }

  /// The column row of each exposed row, −1 where it was dropped.
  private int[] columnRows(List<PageBlock> blocks) {
    int[] rows = new int[table.rows];
    int exposed = 0;
    int column = 0;
    for (PageBlock b : blocks) {
      for (int i = 0; i < b.exposedRows(); i++) {
        rows[exposed++] = b.keeps(i) ? column++ : -1;
      }
    }
    return rows;
  }

  /// Column rows whose series stands earlier in the page. Label sets are compared, not lines: two
  /// lines may end as one series.
  private @Nullable BitSet repeatedRows(List<PageBlock> blocks, PageContext context) {
    beginSeen(context);
    BitSet repeated = null;
    int column = 0;
    for (PageBlock b : blocks) {
      cursor.reset(b.series());
      while (cursor.next()) {
        repeated = note(PageDiff.hash(cursor), column++, repeated);
      }
    }
    return repeated;
  }

  /// No target has a say in the series that the scrape writes about itself.
  private void beginSeen(PageContext context) {
    seen.clear();
    cursor.reset(context.reportBlock());
    while (cursor.next()) {
      seen.add(PageDiff.hash(cursor));
    }
  }

  private @Nullable BitSet note(long hash, int column, @Nullable BitSet repeated) {
    if (seen.add(hash)) {
      return repeated;
    }
    BitSet noted = repeated == null ? new BitSet() : repeated;
    noted.set(column);
    return noted;
  }
}
