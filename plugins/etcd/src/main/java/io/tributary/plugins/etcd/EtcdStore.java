package io.tributary.plugins.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.WatchThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Keys and values in etcd.
///
/// Source: grafana/dskit `kv/etcd/etcd.go`, for which settings mean what; unlike that, watches
/// begin with what is there, tell of deletions, and outlive compaction and a store that was wiped.
final class EtcdStore implements KeyValueStore {
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Session session;
  private final int attempts;
  private final StoreContext context;
  private final Set<WatchThread> watches = ConcurrentHashMap.newKeySet();

  EtcdStore(Session session, StoreSettings.Etcd settings, StoreContext context) {
    this.session = session;
    this.context = context;
    attempts = settings.attempts();
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return entry(key).map(found -> found.getValue().getBytes());
  }

  private Optional<KeyValue> entry(String key) throws StoreException, InterruptedException {
    ByteSequence bytes = Keys.of(key);
    return first(
        session.call("read \"" + key + "\"", client -> client.getKVClient().get(bytes)).getKvs());
  }

  private static Optional<KeyValue> first(List<KeyValue> entries) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getFirst());
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException {
    return Listing.read(session, prefix).values();
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException, InterruptedException {
    return new TreeSet<>(Listing.readKeys(session, prefix).values().keySet());
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    Optional<KeyValue> present = entry(key);
    for (int attempt = 1; attempt <= attempts; attempt++) {
      Optional<byte[]> next = change.apply(present.map(found -> found.getValue().getBytes()));
      if (next.isEmpty()) {
        return;
      }
      TxnResponse answer = swap(key, present.map(KeyValue::getModRevision).orElse(0L), next.get());
      if (answer.isSucceeded()) {
        return;
      }
      present = first(answer.getGetResponses().getFirst().getKvs());
      pause(attempt);
    }
    throw session.failure(
        "change \"" + key + "\"",
        new StoreException("others changed it first, " + attempts + " times"));
  }

  /// Puts `value` where the key is still as it was at `revision`, 0 for not there; else answers
  /// with what there is.
  private TxnResponse swap(String key, long revision, byte[] value)
      throws StoreException, InterruptedException {
    ByteSequence bytes = Keys.of(key);
    return session.call(
        "change \"" + key + "\"",
        client ->
            client
                .getKVClient()
                .txn()
                .If(new Cmp(bytes, Cmp.Op.EQUAL, CmpTarget.modRevision(revision)))
                .Then(Op.put(bytes, ByteSequence.from(value), PutOption.DEFAULT))
                .Else(Op.get(bytes, GetOption.DEFAULT))
                .commit());
  }

  /// Many members change the ring's one key at the same times: they had better not try again in
  /// step.
  private void pause(int attempt) throws InterruptedException {
    long bound = Math.min(LONGEST_PAUSE.toNanos(), 1_000_000L << Math.min(attempt, 20));
    context.clock().sleepUntil(context.clock().nanos() + context.random().nextLong(bound));
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    ByteSequence bytes = Keys.of(key);
    return session
            .call("delete \"" + key + "\"", client -> client.getKVClient().delete(bytes))
            .getDeleted()
        > 0;
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    WatchThread watch =
        WatchThread.start(
            "etcd \"" + prefix + "\"", context, news -> follow(prefix, news), listener);
    watches.add(watch);
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  private void follow(String prefix, Listener news) throws StoreException, InterruptedException {
    Listing all = Listing.read(session, prefix);
    news.loaded(all.values());
    var changes = new Changes();
    WatchOption option =
        WatchOption.builder()
            .withRange(Keys.end(prefix))
            .withRevision(all.revision() + 1)
            .withRequireLeader(true)
            .build();
    try (var _ = session.client().getWatchClient().watch(Keys.first(prefix), option, changes)) {
      tell(changes, news);
    } catch (Refusal e) {
      throw session.failure("watch \"" + prefix + "\"", e);
    }
  }

  private static void tell(Changes changes, Listener news) throws Refusal, InterruptedException {
    for (var next = changes.next(); next.isPresent(); next = changes.next()) {
      for (WatchEvent event : next.get()) {
        String key = Keys.text(event.getKeyValue().getKey());
        if (event.getEventType() == WatchEvent.EventType.DELETE) {
          news.deleted(key);
        } else {
          news.changed(key, event.getKeyValue().getValue().getBytes());
        }
      }
    }
  }

  @Override
  public void close() {
    watches.forEach(WatchThread::close);
    watches.clear();
    session.close();
  }
}
