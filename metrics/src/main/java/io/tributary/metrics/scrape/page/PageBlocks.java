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
  private final Map<PageText, Entry> map = new HashMap<>();
  private final ReferenceQueue<PageBlock> cleared = new ReferenceQueue<>();

  PageBlocks() {}

  synchronized @Nullable PageBlock find(PageText text) {
    purge();
    Entry entry = map.get(text);
    return entry == null ? null : entry.get();
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

  synchronized int size() {
    return map.size();
  }

  private void purge() {
    for (var dead = cleared.poll(); dead != null; dead = cleared.poll()) {
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
