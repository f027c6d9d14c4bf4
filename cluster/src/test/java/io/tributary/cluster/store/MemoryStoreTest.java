package io.tributary.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.store.KeyValueStore.Watch;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private final MemoryStore store = new MemoryStore();

  private void put(String key, String value) {
    store.update(key, _ -> Optional.of(value.getBytes(UTF_8)));
  }

  @Test
  void listsWhatBeginsWithAPrefix() {
    put("a/1", "x");
    put("a/2", "y");
    put("b/1", "z");
    assertThat(store.list("a/").keySet()).containsExactly("a/1", "a/2");
    assertThat(store.list("c").keySet()).isEmpty();
    assertThat(store.get("b/1")).hasValue("z".getBytes(UTF_8));
    assertThat(store.get("b")).isEmpty();
  }

  @Test
  void changesWhatIsThereOrLeavesItAlone() {
    store.update("k", present -> Optional.empty());
    assertThat(store.get("k")).isEmpty();
    put("k", "1");
    store.update(
        "k", present -> Optional.of((new String(present.get(), UTF_8) + "2").getBytes(UTF_8)));
    assertThat(store.get("k")).hasValue("12".getBytes(UTF_8));
    assertThat(store.delete("k")).isTrue();
    assertThat(store.delete("k")).isFalse();
  }

  @Test
  void tellsWhoWatchesAPrefixOfEverythingBelowIt() {
    put("a/1", "x");
    var heard = new Heard();
    try (Watch _ = store.watch("a/", heard)) {
      put("a/2", "y");
      put("b/1", "z");
      store.delete("a/1");
      store.delete("a/1");
    }
    put("a/3", "late");
    assertThat(heard.lines).containsExactly("loaded [a/1]", "a/2=y", "a/1 deleted");
  }
}
