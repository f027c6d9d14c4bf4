package io.tributary.plugins.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.lease.KeyValueLeaseStore;
import io.tributary.cluster.sharing.Standing;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.testkit.cluster.LeaseNode;
import io.tributary.testkit.store.Etcd;
import io.tributary.testkit.time.QuickClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of a cluster with the real etcd, told what they see by the test.
@Timeout(120)
class ClusterInEtcdTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final Clock clock = new QuickClock(5);
  private final List<LeaseNode> nodes = new ArrayList<>();
  private final List<KeyValueStore> stores = new ArrayList<>();
  private Etcd etcd;

  private LeaseNode node(String name) throws Exception {
    KeyValueStore store = Stores.open(etcd);
    stores.add(store);
    var leases = new KeyValueLeaseStore(store, "tributary/cluster-/lease");
    var node = LeaseNode.start(name, leases, clock);
    nodes.add(node);
    return node;
  }

  @BeforeEach
  void start() throws Exception {
    etcd = Etcd.start(folder);
  }

  @AfterEach
  void stop() {
    nodes.forEach(LeaseNode::close);
    stores.forEach(KeyValueStore::close);
    etcd.close();
  }

  private void await(BooleanSupplier condition) {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as("%s", nodes).isLessThan(deadline);
      clock.parkUntil(clock.nanos() + 20_000_000);
    }
  }

  @Test
  void oneSideHasTheLeaseAndAStoreThatIsAwayChangesNothing() throws Exception {
    var a = node("a");
    var b = node("b");
    var c = node("c");
    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> nodes.stream().allMatch(node -> node.is(Standing.HELD)));
    await(a.lease()::isHolder);
    long term = a.lease().term();

    a.sees("a");
    b.sees("b", "c");
    c.sees("b", "c");
    await(() -> a.lease().standing() == Standing.FENCED);
    assertThat(a.lease().isOpen(clock.nanos())).isFalse();
    await(() -> b.lease().standing() == Standing.HELD && b.lease().isOpen(clock.nanos()));
    assertThat(b.lease().term()).isGreaterThan(term);

    etcd.stop();
    await(() -> !a.lease().problem().isEmpty() && !b.lease().problem().isEmpty());
    await(() -> a.lease().standing() == Standing.FENCED && b.lease().standing() == Standing.HELD);
    etcd.wipe();
    etcd.start();
    await(() -> a.lease().problem().isEmpty() && b.lease().problem().isEmpty());

    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> nodes.stream().allMatch(node -> node.is(Standing.HELD)));
    await(() -> nodes.stream().filter(node -> node.lease().isHolder()).count() == 1);
  }

  /// As a process that was stopped: nothing of it runs, and all of it goes on at once.
  @Test
  void aNodeThatStoodStillScrapesNothingBeforeItKnowsWhoHasTheLease() throws Exception {
    var a = node("a");
    var b = node("b");
    var c = node("c");
    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> nodes.stream().allMatch(node -> node.is(Standing.HELD)));
    await(a.lease()::isHolder);
    var standings = new CopyOnWriteArrayList<Standing>();
    a.lease().listen(() -> standings.add(a.lease().standing()));

    var isResumed = new CountDownLatch(1);
    a.loop().execute(() -> awaitZero(isResumed));
    long stoppedNanos = clock.nanos();
    b.sees("b", "c");
    c.sees("b", "c");
    await(b.lease()::isHolder);
    await(() -> clock.nanos() - stoppedNanos > Duration.ofSeconds(20).toNanos());
    assertThat(a.lease().standing()).as("it does not know yet").isEqualTo(Standing.HELD);
    assertThat(a.lease().isOpen(clock.nanos())).as("due times pass").isFalse();

    isResumed.countDown();
    await(() -> a.lease().standing() == Standing.FENCED);
    assertThat(standings).startsWith(Standing.UNSURE).doesNotContain(Standing.HELD);
    assertThat(a.lease().term()).isEqualTo(b.lease().term());

    nodes.forEach(node -> node.sees("a", "b", "c"));
    await(() -> a.lease().standing() == Standing.HELD);
    assertThat(b.lease().isHolder()).isTrue();
  }

  private static void awaitZero(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
