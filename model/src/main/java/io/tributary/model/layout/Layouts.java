package io.tributary.model.layout;

import java.util.ArrayList;
import java.util.List;

/// The process's pool of blocks and layouts: equal content, one instance, whoever asks.
///
/// The scrape engine and every reader of the log share one pool, so that what was scraped and what
/// is sent are the same objects. Entries vanish when nobody holds them. Thread-safe.
public final class Layouts {
  private final WeakInterner<SeriesBlock> blocks = new WeakInterner<>();
  private final WeakInterner<Layout> layouts = new WeakInterner<>();

  public Layouts() {}

  public SeriesBlock intern(SeriesBlock block) {
    return blocks.intern(block);
  }

  /// The layout of these blocks, interned with all of them.
  public Layout layout(List<String> slotNames, List<SeriesBlock> rows) {
    var interned = new ArrayList<SeriesBlock>(rows.size());
    for (SeriesBlock block : rows) {
      interned.add(blocks.intern(block));
    }
    return layouts.intern(new Layout(slotNames, interned));
  }

  /// Forgets a block of which the last layout is to be folded.
  public void forget(SeriesBlock block) {
    blocks.forget(block);
  }

  /// Forgets at most `most` blocks, and as many layouts, that nobody holds any more.
  public void purge(int most) {
    blocks.purge(most);
    layouts.purge(most);
  }

  /// Blocks alive, for metrics.
  public int blockCount() {
    return blocks.size();
  }

  /// Layouts alive, for metrics.
  public int layoutCount() {
    return layouts.size();
  }
}
