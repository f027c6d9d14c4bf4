package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.KeyValueStore.Watch;
import io.tributary.cluster.store.StoreException;
import io.tributary.testkit.store.Etcd;
import io.tributary.testkit.store.Heard;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Against the real etcd; each test below a prefix of its own.
class EtcdStoreTest {
  @TempDir static Path folder;
  private static Etcd etcd;

  private KeyValueStore store;
  private String prefix;

  @BeforeAll
  static void start() throws Exception {
    etcd = Etcd.start(folder);
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void open(TestInfo test) throws Exception {
    store = Stores.open(etcd);
    prefix = test.getTestMethod().orElseThrow().getName() + "/";
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readsWhatItWrote() throws Exception {
    String key = prefix + "a/b";
    assertThat(store.get(key)).isEmpty();
    Stores.put(store, key, "1");
    assertThat(Stores.get(store, key)).hasValue("1");
    store.update(
        key, present -> Optional.of((new String(present.get(), UTF_8) + "2").getBytes(UTF_8)));
    assertThat(Stores.get(store, key)).hasValue("12");
    store.update(key, _ -> Optional.empty());
    assertThat(Stores.get(store, key)).hasValue("12");
    assertThat(store.delete(key)).isTrue();
    assertThat(store.delete(key)).isFalse();
    assertThat(store.get(key)).isEmpty();
  }

  @Test
  void listsWhatBeginsWithAPrefixAndNothingElse() throws Exception {
    Stores.put(store, prefix + "a", "1");
    Stores.put(store, prefix + "b/c", "2");
    Stores.put(store, prefix.replace("/", "0"), "next to it");
    assertThat(store.list(prefix).keySet()).containsExactly(prefix + "a", prefix + "b/c");
    assertThat(store.list("none such")).isEmpty();
    assertThat(store.list("").keySet()).contains(prefix + "a", prefix.replace("/", "0"));
  }

  @Test
  void listsKeysWithoutValues() throws Exception {
    Stores.put(store, prefix + "b", "1");
    Stores.put(store, prefix + "a", "2");
    assertThat(store.keys(prefix)).containsExactly(prefix + "a", prefix + "b");
    assertThat(store.keys("none such")).isEmpty();
  }

  @Test
  void losesNoChangeWhereManyChangeOneKey() throws Exception {
    String key = prefix + "counter";
    int writers = 8;
    int times = 10;
    Callable<Void> write =
        () -> {
          for (int i = 0; i < times; i++) {
            increment(key);
          }
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(writers, write))) {
        done.get();
      }
    }
    assertThat(Stores.get(store, key)).hasValue("" + writers * times);
  }

  /// Until it succeeds: with so many writers at once, ten attempts need not be enough.
  private void increment(String key) throws InterruptedException {
    while (true) {
      try {
        store.update(
            key,
            present -> {
              int now = present.map(bytes -> Integer.parseInt(new String(bytes, UTF_8))).orElse(0);
              return Optional.of(("" + (now + 1)).getBytes(UTF_8));
            });
        return;
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("others changed it first, 10 times");
      }
    }
  }

  @Test
  void givesUpWhereOthersAreAlwaysFaster() {
    String key = prefix + "contended";
    int[] calls = new int[1];
    assertThatThrownBy(() ->
            store.update(
                key,
                _ -> {
                  try {
                    etcd.put(key, ("" + ++calls[0]).getBytes(UTF_8));
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                  return Optional.of(new byte[0]);
                }))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot change \""
                + key
                + "\" in etcd at "
                + etcd.endpoint()
                + ": others changed it first, 10 times");
    assertThat(calls[0]).isEqualTo(10);
  }

  @Test
  void tellsAWatchOfEverythingAndThenOfChangesAndDeletions() throws Exception {
    Stores.put(store, prefix + "a", "1");
    var heard = new Heard();
    try (Watch _ = store.watch(prefix, heard)) {
      assertThat(heard.next()).isEqualTo("loaded [" + prefix + "a]");
      Stores.put(store, prefix + "b", "2");
      assertThat(heard.next()).isEqualTo(prefix + "b=2");
      store.delete(prefix + "a");
      assertThat(heard.next()).isEqualTo(prefix + "a deleted");
      Stores.put(store, prefix.replace("/", "0"), "next to it");
      Stores.put(store, prefix + "b", "3");
      assertThat(heard.next()).isEqualTo(prefix + "b=3");
    }
    Stores.put(store, prefix + "b", "4");
    assertThat(store.get(prefix + "b")).isPresent();
    assertThat(heard.isQuiet()).isTrue();
  }

  @Test
  void listsTenThousandKeysAndHearsOfEachChange() throws Exception {
    int keys = 10_000;
    var values = new HashMap<String, byte[]>();
    for (int i = 0; i < keys; i++) {
      values.put(prefix + i, ("value " + i).getBytes(UTF_8));
    }
    etcd.putAll(values);
    assertThat(store.list(prefix)).hasSize(keys);
    var heard = new Heard();
    try (Watch _ = store.watch(prefix, heard)) {
      assertThat(heard.next()).isEqualTo("loaded " + keys);
      Stores.put(store, prefix + 7, "new");
      assertThat(heard.next()).isEqualTo(prefix + "7=new");
    }
  }

  @Test
  void listsValuesOfAMebibyteInPagesThatFit() throws Exception {
    byte[] large = new byte[1 << 20];
    Arrays.fill(large, (byte) 'x');
    for (int i = 0; i < 40; i++) {
      store.update(prefix + i, _ -> Optional.of(large));
    }
    assertThat(store.list(prefix).values())
        .hasSize(40)
        .allSatisfy(value -> assertThat(value).hasSize(large.length));
  }

  @Test
  void saysThatAValueIsTooLarge() {
    assertThatThrownBy(() -> store.update(prefix + "a", _ -> Optional.of(new byte[1_700_000])))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot change \""
                + prefix
                + "a\" in etcd at "
                + etcd.endpoint()
                + ": etcdserver: request is too large");
  }
}
