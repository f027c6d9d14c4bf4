package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntMapTest {
  @Test
  void agreesWithAPlainMap() {
    long seed = System.nanoTime();
    System.out.println("IntMapTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      var map = new IntMap<String>();
      var plain = new HashMap<Integer, String>();
      int keys = 1 + random.nextInt(2000);
      for (int step = 0; step < 5000; step++) {
        int key = random.nextInt(keys) * (1 + round % 7);
        if (random.nextInt(5) < (step / 1000 % 2 == 0 ? 4 : 1)) {
          map.put(key, "v" + step);
          plain.put(key, "v" + step);
        } else {
          map.remove(key);
          plain.remove(key);
        }
        if (random.nextInt(2000) == 0) {
          map.clear();
          plain.clear();
        }
      }
      assertThat(map.size()).isEqualTo(plain.size());
      for (int key = 0; key < keys * 7; key++) {
        assertThat(map.get(key)).isEqualTo(plain.get(key));
      }
    }
  }
}
