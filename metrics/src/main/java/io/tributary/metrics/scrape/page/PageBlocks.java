package io.tributary.metrics.scrape.page;

import io.tributary.base.memory.ShrinkingMap;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// The blocks that some page under one set of rules holds, by their text.
///
/// Entries vanish with the last page. Thread-safe: guarded by `this`; asked only when a page
/// changed.
final class PageBlocks {
  private final ShrinkingMap<PageText, Entry> map = new ShrinkingMap<>();
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
    return block;
  }

  /// Forgets a block that the page which has it folds.
  synchronized void forget(PageBlock block) {
    map.remove(block.text());
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
