package io.tributary.wire.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnappyTest {
  @Test
  void bothCodecsWriteWhatTheReferenceReads() throws IOException {
    long seed = 7;
    var random = new Random(seed);
    for (int length : new int[] {0, 1, 17, 1_000, 70_000, 500_000}) {
      byte[] input = new byte[length + 3];
      for (int i = 0; i < input.length; i++) {
        input[i] = (byte) (random.nextInt(10) < 7 ? 'a' : random.nextInt());
      }
      for (var snappy : new Snappy[] {new Snappy(true), new Snappy(false)}) {
        int compressed = snappy.compress(input, 3, length);
        byte[] output = Arrays.copyOf(snappy.output(), compressed);
        assertThat(org.xerial.snappy.Snappy.uncompress(output))
            .as("%s, %d bytes, seed %d", snappy.codecName(), length, seed)
            .isEqualTo(Arrays.copyOfRange(input, 3, 3 + length));
      }
    }
  }

  @Test
  void usesTheNativeCodecWhereItLoads() {
    assertThat(new Snappy().codecName()).isEqualTo(Snappy.isNativeAvailable() ? "native" : "java");
  }
}
