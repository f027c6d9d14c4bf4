package io.tributary.metrics.scrape.page;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The blocks that some page under one set of rules holds, by their text.
///
/// Entries vanish with the last page. Thread-safe: guarded by `this`; asked only when a page
/// changed.
final class PageBlocks {
  /// A map that was never larger keeps its table.
  private static final int SMALL = 4096;

  private Map<PageText, Entry> map = new HashMap<>();

  /// The largest size since the table of the map was made.
  private int largest;

  private final ReferenceQueue<PageBlock> cleared = new ReferenceQueue<>();

  PageBlocks() {}

  synchronized @Nullable PageBlock find(PageText text) {
    purge(Integer.MAX_VALUE);
    Entry entry = map.get(text);
    PageBlock known = entry == null ? null : entry.get();
    if (known != null) {
      known.share();
    }
    return known;
  }

  /// Keeps `block`, or gives the equal one that came first.
  synchronized PageBlock intern(PageBlock block) {
    PageBlock known = find(block.text());
    if (known != null) {
      return known;
    }
    map.put(block.text(), new Entry(block, cleared));
    largest = Math.max(largest, map.size());
    return block;
  }

  /// Forgets a block that the page which has it folds.
  synchronized void forget(PageBlock block) {
    map.remove(block.text());
    shrink();
  }

  synchronized int size() {
    return map.size();
  }

  /// Forgets at most `most` blocks that nobody holds.
  synchronized void purge(int most) {
    for (int i = 0; i < most; i++) {
      var dead = cleared.poll();
      if (dead == null) {
        return;
      }
      map.remove(((Entry) dead).text, dead);
      shrink();
    }
  }

  private void shrink() {
    if (8 * map.size() < largest && largest > SMALL) {
      map = new HashMap<>(map);
      largest = map.size();
    }
  }

  private static final class Entry extends WeakReference<PageBlock> {
    private final PageText text;

    Entry(PageBlock block, ReferenceQueue<PageBlock> queue) {
      super(block, queue);
      text = block.text();
    }
  }
}
