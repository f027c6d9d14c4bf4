package io.tributary.cluster.configs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import io.tributary.cluster.store.MemoryStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeantDeletionsTest {
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final MemoryStore store = new MemoryStore();

  /// An agent that has configurations which are missing in the store.
  private final class Agent {
    final ConfigurationMirror mirror = new ConfigurationMirror(() -> {});
    final MeantDeletions meant = new MeantDeletions(store, mirror, clock, () -> {});

    Agent(String... names) {
      var all = new TreeMap<String, byte[]>();
      for (String name : names) {
        all.put(name, name.getBytes(UTF_8));
      }
      mirror.loaded(all);
      mirror.drain(clock.nanos());
      mirror.looked(new TreeMap<>(), clock.nanos());
    }

    /// What ends by a step.
    Set<String> ended() throws InterruptedException {
      meant.step();
      return mirror.drain(clock.nanos());
    }
  }

  @Test
  void tellsOtherAgentsWhatWasMeant() throws Exception {
    var told = new Agent("a/1 ü\n%", "b", "c");
    var telling = new Agent();
    telling.meant.add(List.of("a/1 ü\n%", "c", "never heard of"));
    telling.meant.step();
    assertThat(told.ended()).containsExactlyInAnyOrder("a/1 ü\n%", "c");
    assertThat(told.mirror.unconfirmedLosses()).containsExactly("b");
  }

  @Test
  void asksAgainAfterAWhileAndNotMoreOften() throws Exception {
    var told = new Agent("a", "b");
    assertThat(told.ended()).isEmpty();
    clock.advance(MeantDeletions.PERIOD);
    assertThat(told.ended()).isEmpty();
    var telling = new Agent();
    telling.meant.add(List.of("a"));
    telling.meant.step();
    clock.advance(MeantDeletions.PERIOD);
    assertThat(told.ended()).isEmpty();
    clock.advance(MeantDeletions.PATIENCE);
    assertThat(told.ended()).containsExactly("a");
  }

  @Test
  void writesManyAtOnceAndThenWaits() throws Exception {
    var telling = new Agent();
    telling.meant.add(List.of("a"));
    telling.meant.add(List.of("b"));
    telling.meant.step();
    telling.meant.add(List.of("c"));
    long next = telling.meant.step();
    assertThat(next - clock.nanos()).isEqualTo(MeantDeletions.PERIOD.toNanos());
    assertThat(lines()).hasSize(2);
    clock.advance(MeantDeletions.PERIOD);
    telling.meant.step();
    assertThat(lines()).hasSize(3);
  }

  private List<String> lines() {
    return store
        .get(MeantDeletions.KEY)
        .map(packed -> new String(Packed.unpack(packed), UTF_8).lines().toList())
        .orElse(List.of());
  }

  @Test
  void forgetsWhatIsStoredAgainAndWhatIsOld() throws Exception {
    var telling = new Agent();
    telling.meant.add(List.of("a", "b"));
    telling.meant.step();
    telling.meant.remove("a");
    clock.advance(MeantDeletions.PERIOD);
    telling.meant.step();
    assertThat(lines()).containsExactly("1700000000 b");
    clock.advance(MeantDeletions.KEPT);
    assertThat(new Agent("a", "b").ended()).isEmpty();
  }

  @Test
  void writesNothingForWhatWasNeverDeleted() throws Exception {
    var telling = new Agent();
    telling.meant.remove("new");
    telling.meant.step();
    assertThat(store.get(MeantDeletions.KEY)).isEmpty();
  }

  @Test
  void holdsNoMoreThanAStoreTakes() throws Exception {
    long seed = Long.getLong("tributary.seed", 4_711);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    List<String> names =
        IntStream.range(0, MeantDeletions.MOST_NAMES + 5_000)
            .mapToObj(
                i -> Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()))
            .toList();
    var telling = new Agent();
    telling.meant.add(names);
    telling.meant.step();
    assertThat(store.get(MeantDeletions.KEY).orElseThrow().length)
        .isLessThanOrEqualTo(MeantDeletions.MOST_BYTES);
    var kept = new HashSet<String>();
    lines().forEach(line -> kept.add(line.substring(line.indexOf(' ') + 1)));
    assertThat(kept).contains(names.getLast()).hasSizeLessThanOrEqualTo(MeantDeletions.MOST_NAMES);
  }

  @Test
  void writesOverWhatNobodyCanRead() throws Exception {
    store.update(MeantDeletions.KEY, _ -> Optional.of(new byte[] {1, 2, 3}));
    var told = new Agent("a", "b");
    assertThat(told.ended()).isEmpty();
    told.meant.add(List.of("a"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(told.ended()).containsExactly("a");
    assertThat(lines()).hasSize(1);
  }
}
