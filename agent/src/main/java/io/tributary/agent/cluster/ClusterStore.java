package io.tributary.agent.cluster;

import io.tributary.base.time.Clock;
import io.tributary.cluster.directory.Directory;
import io.tributary.cluster.group.GroupPeers;
import io.tributary.cluster.lease.KeyValueLeaseStore;
import io.tributary.cluster.lease.LeaseKeeper;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.sharing.LoopThread;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.StoreUse;
import io.tributary.cluster.store.Stores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What a cluster has in a store: where its nodes are, and the lease of the side that goes on when
/// it falls apart.
///
/// ```
/// PREFIX cluster-NAME/nodes/NODE      where a node is
/// PREFIX cluster-NAME/lease           who goes on
/// ```
final class ClusterStore implements AutoCloseable {
  private static final StoreUse NODES = new StoreUse("", "cluster_nodes", false);
  private static final StoreUse LEASE = new StoreUse("", "cluster_lease", false);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final KeyValueStore nodes;
  private final KeyValueStore leases;
  private final LoopThread loop;
  private final LeaseKeeper lease;
  private final Directory directory;

  /// Throws where these settings can never work; does not wait for the store.
  ///
  /// @param failures counts what went wrong on the loop
  /// @param found hears where other nodes may be
  ClusterStore(
      StoreSettings settings,
      Stores stores,
      ClusterSettings.Identity identity,
      GroupPeers peers,
      Quorum quorum,
      Clock clock,
      LongAdder failures,
      Consumer<Collection<InetSocketAddress>> found)
      throws IOException {
    String prefix = "cluster-" + Directory.name(identity.cluster()) + "/";
    nodes = stores.open(settings, NODES);
    leases = open(settings, stores);
    loop = new LoopThread("cluster-lease", clock, failures);
    String http = peers.view().self().address();
    lease =
        new LeaseKeeper(
            identity.node(),
            RandomGenerator.getDefault().nextLong(),
            http,
            loop,
            new KeyValueLeaseStore(leases, prefix + "lease"),
            quorum::isReady);
    peers.listen(lease);
    directory =
        new Directory(
            nodes,
            prefix + "nodes/",
            new Directory.Self(identity.node(), http, peers.groupAddress()),
            clock,
            () -> peers.view().peers().size() == 1,
            found);
  }

  /// Of its own, so that neither waits behind the other.
  private KeyValueStore open(StoreSettings settings, Stores stores) throws StoreException {
    try {
      return stores.open(settings, LEASE);
    } catch (StoreException e) {
      nodes.close();
      throw e;
    }
  }

  LeaseKeeper lease() {
    return lease;
  }

  Directory directory() {
    return directory;
  }

  /// Why the store did not answer last time.
  Optional<String> problem() {
    return Optional.of(lease.problem().isEmpty() ? directory.problem() : lease.problem())
        .filter(text -> !text.isEmpty());
  }

  /// Gives the lease up and takes the address back, within bounds.
  @Override
  public void close() {
    directory.close();
    var left = new CountDownLatch(1);
    lease.leave(left::countDown);
    try {
      left.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lease.close();
    loop.close();
    nodes.close();
    leases.close();
  }
}
