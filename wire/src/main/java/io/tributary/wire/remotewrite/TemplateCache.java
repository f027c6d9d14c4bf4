package io.tributary.wire.remotewrite;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// The templates of the layouts or blocks that are worth one, bounded in bytes.
///
/// One that a second stream is seen with is shared and gets a template at once; one that the same
/// stream brings again gets one only while the cache is nearly empty, because a template costs more
/// than the series' own text. Templates that no request used for [#IDLE_LOOKUPS] look-ups make
/// room. Thread-safe; one look-up per scrape or, for blocks, per block and request.
///
/// @param <K> what has a template; interned, so that identity is equality
public final class TemplateCache<K> {
  /// Default bound on the bytes of all templates of one cache.
  public static final long DEFAULT_MAX_BYTES = 16L << 20;

  private static final int UNSHARED_FRACTION = 4;
  private static final int IDLE_LOOKUPS = 1_000_000;
  private static final int SEEN_BITS = 15;

  private final long maxBytes;
  private final Maker<K> maker;

  TemplateCache(long maxBytes, Maker<K> maker) {
    this.maxBytes = maxBytes;
    this.maker = maker;
  }

  /// Of remote write 1.0, with at most `maxBytes` of templates.
  public static TemplateCache<SeriesBlock> forRw1(long maxBytes) {
    return new TemplateCache<>(maxBytes, Rw1Block::of);
  }

  /// Of remote write 2.0, with at most `maxBytes` of templates.
  public static TemplateCache<Layout> forRw2(long maxBytes) {
    return new TemplateCache<>(maxBytes, Rw2Template::of);
  }

  /// Without any template: everything is encoded row by row.
  public static <K> TemplateCache<K> none() {
    return new TemplateCache<>(0, _ -> null);
  }

  interface Maker<K> {
    @Nullable Template make(K key);
  }

  private static final class Entry {
    final Template template;
    long lastUse;

    Entry(Template template) {
      this.template = template;
    }
  }

  // Guarded by this.
  private final IdentityHashMap<K, Entry> entries = new IdentityHashMap<>();
  private long bytes;
  private long lookups;
  private long lastEviction;

  /// Per hash of a key: half of its hash and of that of the stream it was last seen with. A
  /// collision costs a template made too early or too late.
  private final int[] seen = new int[1 << SEEN_BITS];

  /// The template of `key`, which `stream` is about to be encoded with; null where it is not worth
  /// one.
  synchronized @Nullable Template get(K key, Stream stream) {
    lookups++;
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.lastUse = lookups;
      return entry.template;
    }
    if (maxBytes == 0 || !isWorthOne(key, stream)) {
      return null;
    }
    Template made = maker.make(key);
    if (made == null || !makeRoom(made.heldBytes())) {
      return null;
    }
    entry = new Entry(made);
    entry.lastUse = lookups;
    entries.put(key, entry);
    bytes += made.heldBytes();
    return made;
  }

  private boolean isWorthOne(K key, Stream stream) {
    int hash = key.hashCode() * 0x9E3779B9;
    int at = hash >>> (32 - SEEN_BITS);
    int before = seen[at];
    int now = (hash << 16) | ((stream.hashCode() * 0x9E3779B9) >>> 16);
    seen[at] = now;
    if (before >>> 16 != now >>> 16) {
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
