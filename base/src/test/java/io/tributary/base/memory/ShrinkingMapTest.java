package io.tributary.base.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShrinkingMapTest {
  @Test
  void holdsWhatAnOrdinaryMapHoldsWhileItGrowsAndShrinks() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var map = new ShrinkingMap<Integer, Integer>();
    Map<Integer, Integer> plain = new HashMap<>();
    for (int most : new int[] {20_000, 100, 10_000, 0}) {
      while (plain.size() < most) {
        int key = random.nextInt();
        map.put(key, most);
        plain.put(key, most);
      }
      for (var entry : Map.copyOf(plain).entrySet()) {
        if (plain.size() > most) {
          Integer key = entry.getKey();
          int held = entry.getValue();
          map.remove(key, held + 1);
          assertThat(map.get(key)).isEqualTo(held);
          if (random.nextBoolean()) {
            map.remove(key);
          } else {
            map.remove(key, held);
          }
          plain.remove(key);
        }
      }
      assertThat(map.size()).isEqualTo(plain.size());
      plain.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }
  }
}
