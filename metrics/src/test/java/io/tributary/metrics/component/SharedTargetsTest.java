package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.placement.TargetKey;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Handed;
import io.tributary.cluster.sharing.Holder;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.cluster.sharing.Unit;
import io.tributary.metrics.component.SharedTargets.Batch;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Which targets the engine is told to scrape, and what becomes of those that move.
final class SharedTargetsTest {
  private static final Labels A = Labels.of("__address__", "a:1");
  private static final Labels B = Labels.of("__address__", "b:1");
  private static final Handed FROM_BEFORE = new Handed(17, new byte[0]);

  private final Cluster cluster = new Cluster();
  private final CountDownLatch told = new CountDownLatch(1);
  private final SharedTargets shared =
      new SharedTargets(cluster, "prometheus.scrape.a", "digest", List.of(), new NoScrapes());

  /// Remembers what was offered.
  private static final class Cluster implements Sharing {
    final List<String> digests = new ArrayList<>();
    final List<Collection<Long>> offers = new ArrayList<>();

    @Override
    public Unit join(String unit, String configDigest, Holder holder) {
      digests.add(configDigest);
      return new Unit() {
        @Override
        public void offer(Collection<Long> keys) {
          offers.add(List.copyOf(keys));
        }

        @Override
        public boolean isShared() {
          return false;
        }

        @Override
        public void close() {
          digests.remove(configDigest);
        }
      };
    }

    @Override
    public Fence fence() {
      return Fence.NONE;
    }

    @Override
    public void close() {}
  }

  /// An engine that has scraped nothing.
  private final class NoScrapes implements SharedTargets.Scrapes {
    @Override
    public void changed() {
      told.countDown();
    }

    @Override
    public void probe(Labels target, Consumer<Boolean> done) {
      done.accept(true);
    }

    @Override
    public Optional<TargetSnapshot> snapshot(Labels target) {
      return Optional.empty();
    }
  }

  private static long key(Labels target) {
    return TargetKey.ofAll().of(target);
  }

  private Batch drained() {
    return shared.drain().orElseThrow();
  }

  @Test
  void scrapesWhatItWasToldToTake() throws InterruptedException {
    shared.offer(List.of(A, B));
    assertThat(cluster.offers).hasSize(1);
    assertThat(cluster.offers.getFirst()).containsExactlyInAnyOrder(key(A), key(B));
    assertThat(drained().targets()).isEmpty();

    shared.take(key(B), Optional.of(FROM_BEFORE));
    told.await();
    Batch batch = drained();
    assertThat(batch.targets()).containsExactly(B);
    assertThat(batch.transfers().taken()).containsOnlyKeys(B);
    assertThat(shared.drain()).isEmpty();
  }

  @Test
  void whatItReleasesIsToldByTheEngine() {
    var handed = new ArrayList<Handed>();
    shared.offer(List.of(A, B));
    shared.take(key(A), Optional.empty());
    shared.take(key(B), Optional.empty());
    drained();

    shared.release(key(A), handed::add);
    Batch batch = drained();
    assertThat(batch.targets()).containsExactly(B);
    assertThat(batch.transfers().released()).containsOnlyKeys(A);
    assertThat(handed).isEmpty();
    assertThat(shared.moved()).isOne();
  }

  @Test
  void whatIsNotHeldIsReleasedAtOnce() {
    var handed = new ArrayList<Handed>();
    shared.release(key(A), handed::add);

    assertThat(handed).containsExactly(Handed.NOTHING);
    assertThat(shared.moved()).isZero();
  }

  @Test
  void whatDiscoveryNoLongerHasIsNotScraped() {
    shared.offer(List.of(B));
    drained();

    shared.take(key(A), Optional.empty());
    assertThat(shared.drain()).isEmpty();
    assertThat(shared.cost(key(A))).isEqualTo(Cost.UNKNOWN);
  }

  @Test
  void whatDiscoveryHasLostIsScrapedUntilItEnds() {
    shared.offer(List.of(A, B));
    shared.take(key(A), Optional.empty());
    shared.offer(List.of(B));
    assertThat(drained().targets()).containsExactly(A);
    shared.offer(List.of(B));
    assertThat(drained().targets()).containsExactly(A);

    shared.end(key(A));
    Batch batch = drained();
    assertThat(batch.targets()).isEmpty();
    assertThat(batch.transfers().released()).isEmpty();
  }

  @Test
  void whatDiscoveryHasLostIsHandedOver() {
    shared.offer(List.of(A, B));
    shared.take(key(A), Optional.empty());
    shared.offer(List.of(B));
    drained();

    shared.release(key(A), _ -> {});
    Batch batch = drained();
    assertThat(batch.targets()).isEmpty();
    assertThat(batch.transfers().released()).containsOnlyKeys(A);
  }

  @Test
  void withAnotherConfigurationItBeginsWithNothing() {
    shared.offer(List.of(A));
    shared.take(key(A), Optional.empty());
    drained();

    shared.rejoin("other", List.of());
    shared.offer(List.of(A));
    Batch batch = drained();
    assertThat(cluster.digests).containsExactly("other");
    assertThat(batch.targets()).isEmpty();
    assertThat(batch.transfers().released()).containsOnlyKeys(A);
  }

  @Test
  void targetsThatAreAlikeInSomeLabelsGoTogether() {
    Labels one = Labels.of("__address__", "a:1", "zone", "z");
    Labels other = Labels.of("__address__", "b:1", "zone", "z", "__meta_x", "y");
    Labels elsewhere = Labels.of("__address__", "c:1", "zone", "w");
    long zone = TargetKey.of(List.of("zone")).of(one);
    shared.rejoin("zones", List.of("zone"));
    shared.offer(List.of(one, other, elsewhere, other));
    assertThat(cluster.offers.getLast()).hasSize(2).contains(zone);

    shared.take(zone, Optional.of(FROM_BEFORE));
    Batch batch = drained();
    assertThat(batch.targets()).containsExactly(one, other);
    assertThat(batch.transfers().taken()).containsOnlyKeys(one, other);

    var handed = new ArrayList<Handed>();
    shared.release(zone, handed::add);
    var released = drained().transfers().released();
    assertThat(released).containsOnlyKeys(one, other);
    released.values().iterator().next().accept(new Handed(20, new byte[] {1}));
    assertThat(handed).isEmpty();
    released.values().iterator().next().accept(new Handed(10, new byte[] {2}));
    assertThat(handed)
        .singleElement()
        .satisfies(all -> {
          assertThat(all.lastTimestampMs()).isEqualTo(20);
          assertThat(all.lastPage()).isEmpty();
        });
    assertThat(shared.moved()).isEqualTo(2);
  }
}
