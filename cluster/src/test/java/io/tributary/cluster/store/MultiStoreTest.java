package io.tributary.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MultiStoreTest {
  private final MemoryStore primary = new MemoryStore();
  private final MemoryStore secondary = new MemoryStore();
  private final List<Boolean> mirrored = new ArrayList<>();

  private MultiStore store(KeyValueStore second, boolean mirrors, Duration timeout) {
    return new MultiStore(primary, second, mirrors, timeout, mirrored::add);
  }

  private static void put(KeyValueStore store, String key, String value) throws Exception {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  @Test
  void writesAndDeletesInBothWhereItMirrors() throws Exception {
    MultiStore store = store(secondary, true, Duration.ofSeconds(10));
    put(store, "a", "1");
    put(store, "b", "2");
    assertThat(secondary.get("a")).hasValue("1".getBytes(UTF_8));
    assertThat(store.delete("a")).isTrue();
    assertThat(secondary.list("").keySet()).containsExactly("b");
    store.update("b", _ -> Optional.empty());
    assertThat(mirrored).containsExactly(true, true, true);
  }

  @Test
  void leavesTheSecondAloneWhereItDoesNot() throws Exception {
    MultiStore store = store(secondary, false, Duration.ZERO);
    put(store, "a", "1");
    assertThat(secondary.list("")).isEmpty();
    assertThat(store.get("a")).isPresent();
    assertThat(store.delete("a")).isTrue();
    assertThat(mirrored).isEmpty();
  }

  @Test
  void livesWithASecondThatIsAway() throws Exception {
    MultiStore store = store(new BrokenStore(), true, Duration.ZERO);
    put(store, "a", "1");
    assertThat(store.delete("a")).isTrue();
    assertThat(mirrored).containsExactly(false, false);
  }

  @Test
  void doesNotWaitLongForTheSecond() throws Exception {
    var gate = new CountDownLatch(1);
    var hanging =
        new KeyValueStore() {
          private final KeyValueStore memory = new MemoryStore();

          @Override
          public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
            return memory.get(key);
          }

          @Override
          public java.util.SortedMap<String, byte[]> list(String prefix)
              throws StoreException, InterruptedException {
            return memory.list(prefix);
          }

          @Override
          public java.util.SortedSet<String> keys(String prefix) {
            return new java.util.TreeSet<>();
          }

          @Override
          public void update(String key, Change change) throws InterruptedException {
            gate.await();
          }

          @Override
          public boolean delete(String key) throws StoreException, InterruptedException {
            return memory.delete(key);
          }

          @Override
          public Watch watch(String prefix, Listener listener) {
            return () -> {};
          }

          @Override
          public void close() {}
        };
    put(store(hanging, true, Duration.ofMillis(10)), "a", "1");
    assertThat(primary.get("a")).isPresent();
    assertThat(mirrored).containsExactly(false);
    gate.countDown();
  }

  @Test
  void failsWithTheFirst() {
    var store = new MultiStore(new BrokenStore(), secondary, true, Duration.ZERO, mirrored::add);
    assertThatThrownBy(() -> put(store, "a", "1")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.list("")).isInstanceOf(StoreException.class);
    assertThat(secondary.list("")).isEmpty();
    assertThat(mirrored).isEmpty();
  }
}
