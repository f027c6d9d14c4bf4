package io.tributary.cluster.configs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationMirrorTest {
  private static final long NOW = 17;

  private final ConfigurationMirror mirror = new ConfigurationMirror(() -> {}, 10);

  /// Names and values in turn.
  private static SortedMap<String, byte[]> store(String... entries) {
    var all = new TreeMap<String, byte[]>();
    for (int i = 0; i < entries.length; i += 2) {
      all.put(entries[i], entries[i + 1].getBytes(UTF_8));
    }
    return all;
  }

  @Test
  void believesALookThatASecondOneConfirms() {
    mirror.loaded(store("a", "1"));
    assertThat(mirror.drain(NOW)).containsExactly("a");
    assertThat(mirror.looked(store("a", "2"), NOW)).isEmpty();
    assertThat(mirror.isDoubtful()).isTrue();
    assertThat(mirror.looked(store("a", "2"), NOW)).containsExactly("a");
    assertThat(mirror.isDoubtful()).isFalse();
  }

  @Test
  void whatHasNoRoomIsNoDoubtAndComesWhenThereIsSome() {
    mirror.loaded(store("a", "12345678", "b", "1234"));
    assertThat(mirror.drain(NOW)).containsExactly("a");
    assertThat(mirror.leftOut()).containsExactly("b");
    for (int i = 0; i < 3; i++) {
      assertThat(mirror.looked(store("a", "12345678", "b", "1234"), NOW)).isEmpty();
      assertThat(mirror.isDoubtful()).isFalse();
    }
    mirror.changed("a", "1".getBytes(UTF_8));
    assertThat(mirror.drain(NOW)).containsExactly("a");
    assertThat(mirror.looked(store("a", "1", "b", "1234"), NOW)).containsExactly("b");
    assertThat(mirror.leftOut()).isEmpty();
  }

  @Test
  void waitsForNothingThatTimeOrAWordWillDecide() {
    mirror.loaded(store("a", "1", "b", "1"));
    mirror.drain(NOW);
    mirror.deleted("a");
    mirror.drain(NOW);
    assertThat(mirror.isWaiting()).isFalse();
    mirror.looked(store("b", "1"), NOW);
    long later = NOW + Losses.SETTLE.toNanos();
    assertThat(mirror.drain(later)).containsExactly("a");
    mirror.looked(store(), later);
    assertThat(mirror.isWaiting()).isTrue();
    assertThat(mirror.confirm(Map.of("a", later))).isFalse();
    assertThat(mirror.confirm(Map.of("b", later))).isTrue();
    assertThat(mirror.isWaiting()).isFalse();
    assertThat(mirror.drain(later)).containsExactly("b");
  }

  /// An agent of the original that stores it again says so to nobody.
  @Test
  void whatWasThereAfterItWasDeletedIsMissingForAnotherReason() {
    mirror.loaded(store("a", "1", "b", "1"));
    mirror.drain(NOW);
    long later = NOW + Duration.ofMinutes(10).toNanos();
    mirror.looked(store("a", "1"), later);
    mirror.looked(store(), later);
    assertThat(mirror.confirm(Map.of("a", NOW))).isFalse();
    assertThat(mirror.confirm(Map.of("b", NOW))).isTrue();
    assertThat(mirror.drain(later)).containsExactly("b");
  }
}
