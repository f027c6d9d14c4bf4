package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.LongSet;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
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
  private int[] order = new int[0];

  public PageReader(ExpositionOptions options) {
    this.options = options;
  }

  /// Reads `body[0, length)`, which has at least 16 bytes of room behind it.
  ///
  /// `old` is the target's previous page: blocks that are still there are found in it first. With
  /// `sorted` the rows are put in an order of their own, for targets that expose the same series in
  /// a new order each time; such a page is not matchable. Throws [io.tributary.wire.WireException]
  /// on a body that does not follow its format and [ScrapeRejectedException] on one that must not
  /// be stored.
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
    parsers
        .computeIfAbsent(format, f -> ExpositionParser.of(f, options))
        .parse(body, 0, length, this);
    boolean natural = textual && !sorted;
    orderRows(sorted);
    List<PageBlock> blocks = cut(context, old, natural);
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

  private List<PageBlock> cut(PageContext context, @Nullable Page old, boolean natural) {
    var blocks = new ArrayList<PageBlock>(old == null ? 64 : old.blocks().size() + 8);
    int oldAt = 0;
    int lineTo = 0;
    for (int from = 0; from < table.rows; ) {
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
        oldAt = old == null ? 0 : indexFrom(old.blocks(), oldAt, found) + 1;
      } else {
        var text = new PageText(code.toByteArray(), to - from, type, metadata);
        found = context.blocks().find(text);
        if (found == null) {
          found = context.blocks().intern(resolve(text, from, to, context));
        }
      }
      blocks.add(found);
      from = to;
    }
    return blocks;
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
    // Large pages are read outside the loop, so two readers may meet in one context.
    synchronized (context.resolver()) {
      for (int i = from; i < to; i++) {
        exposed.decode(table.labels.array(), table.labelsAt[order[i]]);
        row.clear();
        if (context.resolver().resolve(exposed, row)) {
          block.add(row.array(), 0, row.size());
          kept[i - from] = rows++;
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
    return table.rows;
  }

  private ReadPage finish(
      ExpositionFormat format,
      List<PageBlock> blocks,
      byte[] tail,
      boolean natural,
      PageContext context) {
    int exposedRows = table.rows;
    int keptRows = 0;
    var series = new ArrayList<SeriesBlock>(blocks.size() + 1);
    for (PageBlock b : blocks) {
      keptRows += b.series().rowCount();
      series.add(b.series());
    }
    series.add(context.reportBlock());
    var layout = context.layouts().layout(context.slotNames(), series);
    var draft =
        new Page(format, List.copyOf(blocks), tail, natural, layout, exposedRows, keptRows, null);
    int[] columnRow = draft.columnRows();
    BitSet repeated = repeatedRows(columnRow);
    var page =
        repeated == null
            ? draft
            : new Page(
                format, draft.blocks(), tail, natural, layout, exposedRows, keptRows, repeated);
    return ReadPage.of(page, table, order, columnRow);
  }

  /// Rows without a timestamp of their own whose series was there already: the later ones lose.
  private @Nullable BitSet repeatedRows(int[] columnRow) {
    seen.clear();
    BitSet repeated = null;
    for (int i = 0; i < table.rows; i++) {
      int r = order[i];
      if (!seen.add(table.hash[r]) && table.timestampsMs[r] == RowTable.NONE && columnRow[i] >= 0) {
        repeated = repeated == null ? new BitSet() : repeated;
        repeated.set(columnRow[i]);
      }
    }
    return repeated;
  }
}
