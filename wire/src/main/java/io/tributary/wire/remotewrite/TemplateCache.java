package io.tributary.wire.remotewrite;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Stream;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The templates of the layouts that are worth one, bounded in bytes.
///
/// A layout that a second stream is seen with is shared and gets a template at once; one that the
/// same stream brings again gets one only while the cache is nearly empty, because a template costs
/// more than the series' own text. Templates that no request used for [#IDLE_LOOKUPS] look-ups make
/// room. Thread-safe; one look-up per scrape.
public final class TemplateCache {
  /// Default bound on the bytes of all templates of one cache.
  public static final long DEFAULT_MAX_BYTES = 16L << 20;

  private static final int UNSHARED_FRACTION = 4;
  private static final int IDLE_LOOKUPS = 100_000;
  private static final int SEEN = 4096;

  private final long maxBytes;
  private final Versions versions;

  TemplateCache(long maxBytes, Versions versions) {
    this.maxBytes = maxBytes;
    this.versions = versions;
  }

  /// Of remote write 1.0, with at most `maxBytes` of templates.
  public static TemplateCache forRw1(long maxBytes) {
    return new TemplateCache(maxBytes, Rw1Template::of);
  }

  /// Of remote write 2.0, with at most `maxBytes` of templates.
  public static TemplateCache forRw2(long maxBytes) {
    return new TemplateCache(maxBytes, Rw2Template::of);
  }

  /// Without any template: every layout is encoded row by row.
  public static TemplateCache none() {
    return new TemplateCache(0, _ -> null);
  }

  interface Versions extends Function<Layout, @Nullable Template> {
    @Override
    @Nullable Template apply(Layout layout);
  }

  private static final class Entry {
    final Template template;
    long lastUse;

    Entry(Template template) {
      this.template = template;
    }
  }

  // Guarded by this. Layouts are interned, so identity is equality.
  private final IdentityHashMap<Layout, Entry> entries = new IdentityHashMap<>();
  private long bytes;
  private long lookups;
  private long lastEviction;

  /// Per hash of a layout: its hash and that of the stream it was last seen with. A collision costs
  /// a template made too early or too late.
  private final long[] seen = new long[SEEN];

  /// The template of `layout`, which `stream` is about to be encoded with; null where it is not
  /// worth one.
  synchronized @Nullable Template get(Layout layout, Stream stream) {
    lookups++;
    Entry entry = entries.get(layout);
    if (entry != null) {
      entry.lastUse = lookups;
      return entry.template;
    }
    if (maxBytes == 0 || !isWorthOne(layout, stream)) {
      return null;
    }
    Template made = versions.apply(layout);
    if (made == null || !makeRoom(made.heldBytes())) {
      return null;
    }
    entry = new Entry(made);
    entry.lastUse = lookups;
    entries.put(layout, entry);
    bytes += made.heldBytes();
    return made;
  }

  private boolean isWorthOne(Layout layout, Stream stream) {
    int at = ((layout.hashCode() * 0x9E3779B9) >>> 20) & (SEEN - 1);
    long before = seen[at];
    long now = ((long) layout.hashCode() << 32) | (stream.hashCode() & 0xFFFFFFFFL);
    seen[at] = now;
    if (before >>> 32 != now >>> 32) {
      return false;
    }
    return before == now ? bytes < maxBytes / UNSHARED_FRACTION : hasRoom();
  }

  private boolean hasRoom() {
    return bytes < maxBytes || lookups - lastEviction >= IDLE_LOOKUPS;
  }

  private boolean makeRoom(long needed) {
    if (bytes + needed <= maxBytes) {
      return true;
    }
    if (lookups - lastEviction >= IDLE_LOOKUPS) {
      lastEviction = lookups;
      entries.values().removeIf(entry -> lookups - entry.lastUse > IDLE_LOOKUPS);
      bytes = 0;
      for (Entry entry : entries.values()) {
        bytes += entry.template.heldBytes();
      }
    }
    return bytes + needed <= maxBytes;
  }

  /// Heap bytes of all templates, about: for metrics.
  public synchronized long heldBytes() {
    return bytes;
  }

  /// Templates in the cache, for metrics.
  public synchronized int size() {
    return entries.size();
  }
}
