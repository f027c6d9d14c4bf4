package io.tributary.base.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackTest {
  private final Pack packer = new Pack();

  @Test
  void givesBackAnyBytes() {
    long seed = System.nanoTime();
    System.out.println("PackTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = randomBytes(random);
      byte[] packed = packer.pack(bytes, bytes.length);
      assertThat(Pack.unpackedBytes(packed)).isEqualTo(bytes.length);
      byte[] to = new byte[bytes.length + Pack.SLACK];
      Arrays.fill(to, (byte) random.nextInt());
      assertThat(Pack.unpack(packed, to)).isEqualTo(bytes.length);
      assertThat(Arrays.copyOf(to, bytes.length)).isEqualTo(bytes);
    }
  }

  @Test
  void looksAtNothingBehindTheLength() {
    byte[] text = "abcdabcdabcdabcdabcd".getBytes(StandardCharsets.US_ASCII);
    byte[] packed = packer.pack(text, 9);
    byte[] to = new byte[9 + Pack.SLACK];
    assertThat(Pack.unpack(packed, to)).isEqualTo(9);
    assertThat(new String(to, 0, 9, StandardCharsets.US_ASCII)).isEqualTo("abcdabcda");
  }

  @Test
  void makesRepetitionsSmall() {
    byte[] text =
        "node_disk_read_bytes_total{device=\"nvme0n1\"} "
            .repeat(500)
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(packer.pack(text, text.length)).hasSizeLessThan(text.length / 100);
  }

  @Test
  void reachesNoFurtherBackThanADistanceGoes() {
    byte[] far = new byte[200_000];
    new Random(1).nextBytes(far);
    System.arraycopy(far, 0, far, 0xFFFF, 1000);
    System.arraycopy(far, 5000, far, 5000 + 0x10000, 1000);
    byte[] packed = packer.pack(far, far.length);
    byte[] to = new byte[far.length + Pack.SLACK];
    Pack.unpack(packed, to);
    assertThat(Arrays.copyOf(to, far.length)).isEqualTo(far);
  }

  /// Words out of few, runs, and noise.
  private static byte[] randomBytes(Random random) {
    int length = random.nextInt(random.nextInt(10) == 0 ? 100_000 : 400);
    byte[] bytes = new byte[length];
    int letters = 1 + random.nextInt(random.nextBoolean() ? 3 : 256);
    int at = 0;
    while (at < length) {
      int run = Math.min(1 + random.nextInt(60), length - at);
      if (at > 0 && random.nextInt(3) > 0) {
        int from = random.nextInt(at);
        for (int i = 0; i < run; i++) {
          bytes[at + i] = bytes[from + i];
        }
      } else {
        for (int i = 0; i < run; i++) {
          bytes[at + i] = (byte) random.nextInt(letters);
        }
      }
      at += run;
    }
    return bytes;
  }
}
