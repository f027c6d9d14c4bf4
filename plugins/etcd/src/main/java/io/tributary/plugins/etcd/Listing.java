package io.tributary.plugins.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything below a prefix as it was at one revision, read page by page. Pages become smaller
/// where values are so large that one does not fit into a message.
///
/// Used by one thread.
final class Listing {
  private static final int MOST_PAGE_KEYS = 500;
  private static final int MOST_PAGE_BARE_KEYS = 5000;

  /// A list takes so long that its revision is compacted meanwhile: so often it begins anew.
  private static final int MOST_STARTS = 3;

  private final Session session;
  private final String prefix;
  private final boolean isOfKeys;
  private final TreeMap<String, byte[]> values = new TreeMap<>();
  private long revision;
  private int pageKeys;
  private long bytes;

  private Listing(Session session, String prefix, boolean isOfKeys) {
    this.session = session;
    this.prefix = prefix;
    this.isOfKeys = isOfKeys;
    pageKeys = mostPageKeys();
  }

  static Listing read(Session session, String prefix) throws StoreException, InterruptedException {
    return read(new Listing(session, prefix, false));
  }

  /// With empty values in place of what there is.
  static Listing readKeys(Session session, String prefix)
      throws StoreException, InterruptedException {
    return read(new Listing(session, prefix, true));
  }

  private int mostPageKeys() {
    return isOfKeys ? MOST_PAGE_BARE_KEYS : MOST_PAGE_KEYS;
  }

  private static Listing read(Listing listing) throws StoreException, InterruptedException {
    for (int starts = 1; ; starts++) {
      try {
        listing.readAll();
        return listing;
      } catch (StoreException e) {
        if (starts == MOST_STARTS || !Reason.of(e).contains("has been compacted")) {
          throw e;
        }
      }
    }
  }

  SortedMap<String, byte[]> values() {
    return values;
  }

  /// Of the store when these were its values.
  long revision() {
    return revision;
  }

  private void readAll() throws StoreException, InterruptedException {
    values.clear();
    revision = 0;
    bytes = 0;
    ByteSequence from = Keys.first(prefix);
    while (true) {
      GetResponse page = page(from);
      revision = revision == 0 ? page.getHeader().getRevision() : revision;
      for (KeyValue entry : page.getKvs()) {
        add(entry);
      }
      if (!page.isMore() || page.getKvs().isEmpty()) {
        return;
      }
      from = Keys.after(page.getKvs().getLast().getKey());
    }
  }

  private void add(KeyValue entry) throws StoreException {
    bytes += entry.getKey().size() + entry.getValue().size();
    if (bytes > KeyValueStore.MOST_LISTED_BYTES) {
      throw session.failure(
          "list \"" + prefix + "\"",
          new StoreException("more than " + KeyValueStore.MOST_LISTED_BYTES + " bytes"));
    }
    values.put(Keys.text(entry.getKey()), entry.getValue().getBytes());
  }

  private GetResponse page(ByteSequence from) throws StoreException, InterruptedException {
    while (true) {
      GetOption option =
          GetOption.builder()
              .withRange(Keys.end(prefix))
              .withLimit(pageKeys)
              .withKeysOnly(isOfKeys)
              .withRevision(revision)
              .build();
      try {
        GetResponse page =
            session.call(
                "list \"" + prefix + "\"", client -> client.getKVClient().get(from, option));
        pageKeys = Math.min(2 * pageKeys, mostPageKeys());
        return page;
      } catch (StoreException e) {
        if (pageKeys == 1 || !Reason.of(e).contains("exceeds maximum size")) {
          throw e;
        }
        pageKeys /= 2;
      }
    }
  }
}
