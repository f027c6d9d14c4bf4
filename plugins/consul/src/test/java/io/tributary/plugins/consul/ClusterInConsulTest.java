package io.tributary.plugins.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.directory.Directory;
import io.tributary.cluster.lease.KeyValueLeaseStore;
import io.tributary.cluster.lease.Lease;
import io.tributary.cluster.lease.Lease.Holder;
import io.tributary.cluster.lease.LeaseStore.Answer;
import io.tributary.cluster.sharing.Standing;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.testkit.cluster.LeaseNode;
import io.tributary.testkit.store.FakeConsul;
import io.tributary.testkit.time.QuickClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where the nodes of a cluster are, and which side has the lease, in Consul's keys.
@Timeout(60)
class ClusterInConsulTest {
  private static final String LEASE = "tributary/cluster-eu/lease";
  private static final String NODES = "tributary/cluster-eu/nodes/";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Clock clock = new QuickClock(5);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private FakeConsul consul;

  @BeforeEach
  void start() throws Exception {
    consul = new FakeConsul();
    open.push(consul);
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private KeyValueStore store() throws Exception {
    StoreSettings.Consul defaults = StoreSettings.Consul.DEFAULTS;
    var settings =
        new StoreSettings(
            StoreSettings.Kind.CONSUL,
            "",
            new StoreSettings.Consul(
                consul.host(),
                defaults.aclToken(),
                defaults.clientTimeout(),
                defaults.consistentReads(),
                defaults.watchesPerSecond(),
                defaults.watchBurst(),
                Duration.ofMillis(1)),
            StoreSettings.Etcd.DEFAULTS,
            StoreSettings.Multi.DEFAULTS);
    var store =
        new Plugin().open(settings, new StoreContext(clock, new Random(1), (_, _, _) -> {}));
    open.push(store);
    return store;
  }

  private void await(BooleanSupplier condition) {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as("%s", consul.requests()).isLessThan(deadline);
      clock.parkUntil(clock.nanos() + 20_000_000);
    }
  }

  private KeyValueLeaseStore leases() throws Exception {
    var leases = new KeyValueLeaseStore(store(), LEASE);
    open.push(leases);
    return leases;
  }

  private static Lease leaseOf(String node) {
    return new Lease(1, 1, new Holder(node, 1, node + ":1"), Set.of(node), Set.of());
  }

  /// Takes the lease for a node where nobody has it.
  private static CompletableFuture<Answer> take(KeyValueLeaseStore leases, String node) {
    var told = new CompletableFuture<Answer>();
    leases.exchange(
        found -> found.isPresent() ? Optional.empty() : Optional.of(leaseOf(node)), told::complete);
    return told;
  }

  /// Both have seen that there is none before either writes.
  @Test
  void ofTwoThatTakeTheLeaseInTheSameMomentOneHasIt() throws Exception {
    var bothRead = new CountDownLatch(2);
    consul.beforeSwap(() -> {
      bothRead.countDown();
      try {
        assertThat(bothRead.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    CompletableFuture<Answer> a = take(leases(), "a");
    CompletableFuture<Answer> b = take(leases(), "b");
    assertThat(a.get(20, TimeUnit.SECONDS)).isEqualTo(b.get(20, TimeUnit.SECONDS));
    assertThat(a.get().lease().orElseThrow().holder().name()).isIn("a", "b");
    assertThat(consul.requests()).filteredOn(one -> one.contains("?cas=0")).hasSize(2);
  }

  @Test
  void whatOthersWroteMeanwhileIsSeenBeforeItIsReplaced() throws Exception {
    KeyValueLeaseStore leases = leases();
    take(leases, "a").get(20, TimeUnit.SECONDS);
    KeyValueStore other = store();
    var faster = new AtomicInteger(3);
    consul.beforeSwap(() -> {
      if (faster.getAndDecrement() > 0) {
        consul.put(LEASE, bytes(other));
      }
    });
    var seen = new CopyOnWriteArrayList<Optional<Lease>>();
    var told = new CompletableFuture<Answer>();
    leases.exchange(
        found -> {
          seen.add(found);
          return Optional.of(leaseOf("b"));
        },
        told::complete);
    assertThat(told.get(20, TimeUnit.SECONDS)).isEqualTo(new Answer(Optional.of(leaseOf("b")), ""));
    assertThat(seen).hasSize(4).allMatch(found -> found.equals(Optional.of(leaseOf("a"))));
  }

  /// What is there, to be written once more: another index, the same value.
  private static byte[] bytes(KeyValueStore store) {
    try {
      return store.get(LEASE).orElseThrow();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// A node of a cluster, told by the test what it sees.
  private LeaseNode node(String name) throws Exception {
    var node = LeaseNode.start(name, leases(), clock);
    open.push(node);
    return node;
  }

  @Test
  void oneSideHasTheLeaseAndAStoreThatIsAwayChangesNothing() throws Exception {
    var nodes = List.of(node("a"), node("b"), node("c"));
    LeaseNode a = nodes.get(0);
    LeaseNode b = nodes.get(1);
    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> nodes.stream().allMatch(node -> node.is(Standing.HELD)) && a.lease().isHolder());
    long term = a.lease().term();

    a.sees("a");
    b.sees("b", "c");
    nodes.get(2).sees("b", "c");
    await(() -> a.is(Standing.FENCED) && b.lease().isHolder());
    assertThat(a.lease().isOpen(clock.nanos())).isFalse();
    await(() -> b.lease().isOpen(clock.nanos()));
    assertThat(b.lease().term()).isGreaterThan(term);

    consul.fail(500);
    await(() -> !a.lease().problem().isEmpty() && !b.lease().problem().isEmpty());
    assertThat(a.lease().problem()).contains("500");
    consul.wipe();
    consul.fail(0);
    await(() -> a.lease().problem().isEmpty() && b.lease().problem().isEmpty());
    await(() -> a.is(Standing.FENCED) && b.is(Standing.HELD));

    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> nodes.stream().allMatch(node -> node.is(Standing.HELD)));
    assertThat(b.lease().isHolder()).isTrue();
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Directory directory(String name, int port, List<Collection<InetSocketAddress>> found)
      throws Exception {
    return new Directory(
        store(),
        NODES,
        new Directory.Self(name, "127.0.0.1:80", at(port)),
        clock,
        () -> true,
        found::add);
  }

  @Test
  void nodesFindOneAnother() throws Exception {
    var foundByFirst = new CopyOnWriteArrayList<Collection<InetSocketAddress>>();
    var foundBySecond = new CopyOnWriteArrayList<Collection<InetSocketAddress>>();
    KeyValueStore look = store();
    try (Directory first = directory("a b", 1, foundByFirst)) {
      first.open();
      try (Directory second = directory("host.example/1%2F", 2, foundBySecond)) {
        second.open();
        assertThat(foundBySecond).containsExactly(List.of(at(1)));
        assertThat(look.list(NODES))
            .containsOnlyKeys(NODES + "a+b", NODES + "host%2Eexample%2F1%252F");
        await(() -> List.copyOf(foundByFirst.getLast()).equals(List.of(at(2))));
      }
      assertThat(look.list(NODES)).containsOnlyKeys(NODES + "a+b");
      assertThat(new ArrayList<>(foundByFirst).getFirst()).isEmpty();
    }
    assertThat(look.list("")).isEmpty();
  }
}
