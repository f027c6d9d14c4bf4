package io.tributary.cluster.directory;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of a cluster's nodes in a store: each node writes its own, renews it, and takes it
/// back when it leaves. Whoever looks finds whom to join.
///
/// An entry that nobody renews, as seen by this node's own clock, is deleted after a while; the one
/// of a node that lives comes back with its next renewal. A store that is away is tried again and
/// stops nothing.
public final class Directory implements AutoCloseable {
  /// Most addresses that are told, those that were written last.
  public static final int MOST = 128;

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private static final Duration ALONE = Duration.ofSeconds(2);
  private static final Duration CALM = Duration.ofSeconds(15);
  private static final Duration STALE = Duration.ofMinutes(3);

  /// How long a node that starts waits for the store.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final KeyValueStore store;
  private final String prefix;
  private final String key;
  private final Self self;
  private final Clock clock;
  private final BooleanSupplier isAlone;
  private final Consumer<Collection<InetSocketAddress>> found;
  private volatile String problem = "";
  private volatile @Nullable Thread thread;

  // Of the thread that looks.
  private final Map<String, Seen> seen = new HashMap<>();
  private long lookedNanos;
  private long beat;
  private boolean isFailing;

  /// This node.
  ///
  /// @param http of its HTTP listener
  /// @param group that other nodes connect to
  public record Self(String name, String http, InetSocketAddress group) {}

  /// An entry, and since when it has not changed.
  private record Seen(Entry entry, long sinceNanos) {}

  /// @param prefix of all entries; ends with a slash
  /// @param isAlone whether no other node is known: looks more often
  /// @param found hears where other nodes may be, whenever that was looked up
  public Directory(
      KeyValueStore store,
      String prefix,
      Self self,
      Clock clock,
      BooleanSupplier isAlone,
      Consumer<Collection<InetSocketAddress>> found) {
    this.store = store;
    this.prefix = prefix;
    this.self = self;
    this.clock = clock;
    this.isAlone = isAlone;
    this.found = found;
    key = prefix + name(self.name());
  }

  /// A name as a part of a key: without slashes, and nothing that a path could mean otherwise.
  public static String name(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace(".", "%2E");
  }

  /// Writes where this node is, and looks for others: at once, which is waited for within a bound,
  /// and then again and again.
  public void open() throws InterruptedException {
    var hasLooked = new CountDownLatch(1);
    thread = Thread.ofVirtual().name("cluster-directory").start(() -> run(hasLooked));
    var _ = hasLooked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Why the store did not answer last time; empty where it did.
  public String problem() {
    return problem;
  }

  private void run(CountDownLatch hasLooked) {
    try {
      look();
      hasLooked.countDown();
      while (!Thread.currentThread().isInterrupted()) {
        Duration pause = isAlone.getAsBoolean() ? ALONE : CALM;
        clock.sleepUntil(clock.nanos() + pause.toNanos());
        look();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void look() {
    try {
      renew();
      Map<String, Entry> others = others();
      found.accept(addresses(others.values()));
      forget(others);
      recovered();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | LinkageError e) {
      failed(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
    }
  }

  private void renew() throws StoreException, InterruptedException {
    beat++;
    byte[] entry = new Entry(self.http(), self.group(), beat, clock.wallMs()).encode();
    store.update(key, _ -> Optional.of(entry));
  }

  private Map<String, Entry> others() throws StoreException, InterruptedException {
    var others = new TreeMap<String, Entry>();
    store
        .list(prefix)
        .forEach((at, stored) ->
            Entry.decode(stored)
                .filter(_ -> !at.equals(key))
                .ifPresent(entry -> others.put(at, entry)));
    return others;
  }

  private List<InetSocketAddress> addresses(Collection<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::timeMs).reversed())
        .map(Entry::group)
        .filter(group -> !group.equals(self.group()))
        .limit(MOST)
        .toList();
  }

  /// Deletes what nobody renews. That of a node that was slow is there again with its next renewal.
  private void forget(Map<String, Entry> others) throws StoreException, InterruptedException {
    long now = clock.nanos();
    if (now - lookedNanos >= STALE.toNanos() / 2) {
      seen.clear(); // Nobody could renew anything, perhaps.
    }
    lookedNanos = now;
    seen.keySet().retainAll(others.keySet());
    for (Map.Entry<String, Entry> other : others.entrySet()) {
      Seen before = seen.get(other.getKey());
      if (before == null || !before.entry.equals(other.getValue())) {
        seen.put(other.getKey(), new Seen(other.getValue(), now));
      } else if (now - before.sinceNanos >= STALE.toNanos()) {
        store.delete(other.getKey());
      }
    }
  }

  private void failed(String why) {
    problem = why;
    if (!isFailing) {
      isFailing = true;
      LOG.atWarn()
          .addKeyValue("err", why)
          .log("cannot look for nodes of the cluster in the store; trying again");
    }
  }

  private void recovered() {
    problem = "";
    if (isFailing) {
      isFailing = false;
      LOG.info("the store of the cluster's nodes answers again");
    }
  }

  /// Takes the entry back, within a bound.
  @Override
  public void close() {
    Thread looking = thread;
    if (looking == null) {
      return; // never opened
    }
    looking.interrupt();
    Thread leaving =
        Thread.ofVirtual()
            .name("cluster-directory-leave")
            .start(() -> {
              try {
                looking.join();
                store.delete(key);
              } catch (StoreException e) {
                LOG.atDebug().addKeyValue("err", e.getMessage()).log("cannot take the entry back");
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      if (!leaving.join(FAREWELL)) {
        leaving.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
