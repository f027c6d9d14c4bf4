package io.tributary.cluster.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.ConfigurationStore.Written;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.MemoryStore;
import io.tributary.cluster.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationStoreTest {
  private final MemoryStore shared = new MemoryStore();

  /// Words are jobs; `bad` is refused.
  private static final class Words implements DocumentCheck {
    private int reads;

    @Override
    public Document check(String name, byte[] yaml) {
      Set<String> jobs = jobs(yaml);
      if (jobs.contains("bad")) {
        throw new ConfigException("failed to validate config: bad");
      }
      return new Document(yaml, jobs);
    }

    @Override
    public Set<String> jobs(byte[] yaml) {
      reads++;
      return List.of(new String(yaml, StandardCharsets.UTF_8).split(" ", -1)).stream()
          .collect(Collectors.toSet());
    }
  }

  private ConfigurationStore agent() {
    var mirror = new ConfigurationMirror(() -> {});
    var _ = shared.watch("", mirror);
    return over(shared, mirror, new Words());
  }

  private static ConfigurationStore over(
      KeyValueStore store, ConfigurationMirror mirror, DocumentCheck check) {
    Clock clock = Clock.system();
    var meant = new MeantDeletions(new MemoryStore(), mirror, clock, () -> {});
    return new ConfigurationStore(store, mirror, meant, check, clock);
  }

  private static byte[] jobs(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void createsReplacesReadsAndDeletes() throws Exception {
    ConfigurationStore agent = agent();
    assertThat(agent.put("team/one", jobs("a b"))).isEqualTo(Written.CREATED);
    assertThat(agent.put("team/one", jobs("b c"))).isEqualTo(Written.REPLACED);
    assertThat(agent.put("another", jobs("x"))).isEqualTo(Written.CREATED);
    assertThat(agent.names()).containsExactly("another", "team/one");
    assertThat(agent.get("team/one"))
        .hasValueSatisfying(
            yaml -> assertThat(yaml).asString(StandardCharsets.UTF_8).isEqualTo("b c"));
    assertThat(agent.get("team")).isEmpty();
    assertThat(agent.delete("another")).isTrue();
    assertThat(agent.delete("another")).isFalse();
    assertThat(List.of(agent.created(), agent.replaced(), agent.deleted()))
        .containsExactly(2L, 1L, 1L);
  }

  @Test
  void storesWhatTheOriginalReads() throws Exception {
    agent().put("x", jobs("name: x"));
    byte[] stored = shared.get("x").orElseThrow();
    assertThat(stored).startsWith(0x1f, 0x8b);
    assertThat(Packed.unpack(stored)).asString(StandardCharsets.UTF_8).isEqualTo("name: x");
  }

  @Test
  void refusesAJobThatAnotherConfigurationHas() throws Exception {
    ConfigurationStore agent = agent();
    agent.put("one", jobs("a b"));
    assertThatThrownBy(() -> agent.put("two", jobs("c b")))
        .isInstanceOf(NotUniqueException.class)
        .hasMessage(
            "failed to check uniqueness of config: found multiple scrape configs in config store"
                + " with job name \"b\"");
    assertThatThrownBy(() -> agent.put("two", jobs("bad"))).isInstanceOf(ConfigException.class);
    assertThat(agent.names()).containsExactly("one");
  }

  @Test
  void whatNobodyCanReadHasNoJobs() throws Exception {
    shared.update("broken", _ -> Optional.of(new byte[] {1, 2, 3}));
    assertThat(agent().put("one", jobs("a"))).isEqualTo(Written.CREATED);
    assertThatThrownBy(() -> agent().get("broken"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"broken\"");
  }

  /// Not again with each that is stored, and not at all by the first one.
  @Test
  void readsTheJobsOfOthersAhead() throws Exception {
    agent().put("one", jobs("a"));
    agent().put("two", jobs("b"));
    var mirror = new ConfigurationMirror(() -> {});
    var _ = shared.watch("", mirror);
    var counting = new Words();
    var agent = over(shared, mirror, counting);
    agent.prepare();
    assertThat(counting.reads).isEqualTo(2);
    agent.put("three", jobs("c"));
    assertThat(counting.reads).as("with its own").isEqualTo(3);
    assertThatThrownBy(() -> agent.put("four", jobs("b"))).isInstanceOf(NotUniqueException.class);
  }

  /// A watch of Consul is asked once a second.
  @Test
  void doesNotWaitForAWatchThatIsSlowWhereThereIsLittleToRead() throws Exception {
    var deaf = new ConfigurationMirror(() -> {});
    deaf.loaded(new TreeMap<>());
    var agent = over(shared, deaf, new Words());
    agent().put("other", jobs("b"));
    long from = System.nanoTime();
    assertThat(agent.put("one", jobs("a"))).isEqualTo(Written.CREATED);
    assertThatThrownBy(() -> agent.put("two", jobs("b"))).isInstanceOf(NotUniqueException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(ConfigurationStore.ECHO);
    assertThat(agent.names()).containsExactly("one", "other");
  }

  /// Cut off in the middle, as when the agent is killed: nothing lies where there was something.
  @Test
  void aDeletionThatFailsLeavesEitherAllOrNothing() throws Exception {
    var mirror = new ConfigurationMirror(() -> {});
    var cut = over(new Cut(shared), mirror, new Words());
    assertThat(agent().put("one", jobs("a"))).isEqualTo(Written.CREATED);
    assertThatThrownBy(() -> cut.delete("one")).isInstanceOf(StoreException.class);
    for (String name : agent().names()) {
      assertThat(agent().get(name)).as(name).isPresent();
    }
  }

  /// Both agents write at the same time, so that each has looked before the other one wrote.
  @Test
  void neverStoresAJobTwiceThroughTwoAgents() throws Exception {
    for (int round = 0; round < 200; round++) {
      String job = "job" + round;
      var barrier = new CyclicBarrier(2);
      ConfigurationStore one = agent();
      ConfigurationStore other = agent();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Boolean> first = threads.submit(put(barrier, one, "first-" + round, job));
        Future<Boolean> second = threads.submit(put(barrier, other, "second-" + round, job));
        var _ = first.get();
        var _ = second.get();
      }
      int now = round;
      assertThat(one.names())
          .filteredOn(name -> name.endsWith("-" + now))
          .as("round %d", round)
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  private static Callable<Boolean> put(
      CyclicBarrier barrier, ConfigurationStore agent, String name, String job) {
    return () -> {
      barrier.await();
      try {
        agent.put(name, jobs(job));
        return true;
      } catch (NotUniqueException _) {
        return false;
      }
    };
  }

  /// The other agent's write comes between this one's look and its write.
  @Test
  void takesBackWhatAnotherAgentWasFasterWith() throws Exception {
    var mirror = new ConfigurationMirror(() -> {});
    var _ = shared.watch("", mirror);
    var late =
        over(new Overtaken(shared, () -> agent().put("first", jobs("a"))), mirror, new Words());
    assertThatThrownBy(() -> late.put("second", jobs("a"))).isInstanceOf(NotUniqueException.class);
    assertThat(late.names()).containsExactly("first");
    assertThat(late.created()).isZero();
  }

  @Test
  void putsTheOldTextBackWhereItOvertookIt() throws Exception {
    agent().put("second", jobs("old"));
    var mirror = new ConfigurationMirror(() -> {});
    var _ = shared.watch("", mirror);
    var late =
        over(new Overtaken(shared, () -> agent().put("first", jobs("a"))), mirror, new Words());
    assertThatThrownBy(() -> late.put("second", jobs("a"))).isInstanceOf(NotUniqueException.class);
    assertThat(late.get("second"))
        .hasValueSatisfying(
            yaml -> assertThat(yaml).asString(StandardCharsets.UTF_8).isEqualTo("old"));
  }

  /// A store that takes no deletions.
  private static final class Cut extends Passing {
    Cut(MemoryStore store) {
      super(store);
    }

    @Override
    public boolean delete(String key) throws StoreException {
      throw new StoreException("cannot delete \"" + key + "\": cut off");
    }
  }

  /// A store in which somebody else writes just before the first write.
  private static final class Overtaken extends Passing {
    private final Callable<?> before;
    private boolean isDone;

    Overtaken(MemoryStore store, Callable<?> before) {
      super(store);
      this.before = before;
    }

    @Override
    public void update(String key, Change change) {
      if (!isDone) {
        isDone = true;
        try {
          var _ = before.call();
        } catch (Exception e) {
          throw new IllegalStateException("BUG: the other one cannot write", e);
        }
      }
      super.update(key, change);
    }
  }

  private static class Passing implements KeyValueStore {
    private final MemoryStore store;

    Passing(MemoryStore store) {
      this.store = store;
    }

    @Override
    public Optional<byte[]> get(String key) {
      return store.get(key);
    }

    @Override
    public SortedMap<String, byte[]> list(String prefix) {
      return store.list(prefix);
    }

    @Override
    public SortedSet<String> keys(String prefix) {
      return store.keys(prefix);
    }

    @Override
    public void update(String key, Change change) {
      store.update(key, change);
    }

    @Override
    public boolean delete(String key) throws StoreException {
      return store.delete(key);
    }

    @Override
    public Watch watch(String prefix, Listener listener) {
      return store.watch(prefix, listener);
    }

    @Override
    public void close() {}
  }
}
